import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MemoryStore } from "./action-store.ts";
import { ActionQueue } from "./actions.ts";
import { FavouriteQueue } from "./favourites.ts";
import { setIdentified } from "./identify.ts";
import type { Toast } from "./toasts.ts";

interface Asked {
  method: string;
  address: string;
  key: string | null;
}

let asked: Asked[];
let said: Toast[];
let changed: string[];
let store: MemoryStore;
/** What the server does with each request, in order; then it agrees. */
let answers: (() => Response | Promise<Response>)[];

const agree = () => new Response("{}", { headers: { "Content-Type": "application/json" } });
const refuse = (status: number, answer: object) => () =>
  new Response(JSON.stringify(answer), { status, headers: { "Content-Type": "application/json" } });
const offline = () => Promise.reject(new TypeError("offline"));
const listen = (event: Event) => said.push((event as CustomEvent<Toast>).detail);

/** A page that was opened: hearts as the server sent them, over the queue this browser keeps. */
async function opened(saved: string[] = []): Promise<FavouriteQueue> {
  const queue = new ActionQueue("gallery.device.", Promise.resolve(store));
  const favourites = new FavouriteQueue(saved, {
    address: (id) => `/f/${id}`,
    changed: (id) => changed.push(id),
    name: (id) => `Photo ${id}`,
    queue,
  });
  await queue.ready;
  return favourites;
}

beforeEach(() => {
  asked = [];
  said = [];
  changed = [];
  answers = [];
  store = new MemoryStore();
  document.addEventListener("toast", listen);
  // Each test is a browser of its own: no other tab listens.
  vi.stubGlobal("BroadcastChannel", undefined);
  Reflect.deleteProperty(globalThis, "BroadcastChannel");
  vi.stubGlobal(
    "fetch",
    async (address: string, { method, headers }: { method: string; headers: Record<string, string> }) => {
      asked.push({ method, address, key: headers["Provino-Action"] ?? null });
      return (answers.shift() ?? agree)();
    },
  );
});

afterEach(() => {
  setIdentified(true);
  document.removeEventListener("toast", listen);
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("a heart is filled at once and sent with a key", async () => {
  const favourites = await opened(["a"]);
  const sending = favourites.toggle("b");
  expect([favourites.has("b"), favourites.count, changed]).toEqual([true, 2, ["b"]]);
  await sending;
  expect(asked).toMatchObject([{ method: "PUT", address: "/f/b" }]);
  expect(asked[0]?.key).toMatch(/^[0-9a-f]{32}$/);
  expect([favourites.settled, favourites.waits("b")]).toEqual([true, false]);
});

test("taking a heart away is a DELETE", async () => {
  const favourites = await opened(["a"]);
  await favourites.toggle("a");
  expect(asked).toMatchObject([{ method: "DELETE", address: "/f/a" }]);
  expect(favourites.count).toBe(0);
});

test("a refusal undoes the heart and says why, naming the photo", async () => {
  answers = [refuse(403, { message: "Choosing ended yesterday." })];
  const favourites = await opened();
  await favourites.toggle("a");
  expect([favourites.has("a"), favourites.settled]).toEqual([false, true]);
  await vi.waitFor(() => expect(said).toEqual([{ words: "Photo a: Choosing ended yesterday.", bad: true }]));
});

test("a heart changed while its request is under way ends as last wanted", async () => {
  const favourites = await opened();
  let answer: (response: Response) => void = () => undefined;
  answers = [() => new Promise<Response>((resolve) => (answer = resolve))];
  const first = favourites.toggle("a");
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  const second = favourites.toggle("a");
  expect(favourites.has("a")).toBe(false);
  answer(agree());
  await Promise.all([first, second]);
  expect(asked.map(({ method }) => method)).toEqual(["PUT", "DELETE"]);
  expect([favourites.count, favourites.settled]).toEqual([0, true]);
});

test("without a network the heart stays, is marked, kept over a reload and sent later", async () => {
  answers = [offline, offline];
  const favourites = await opened();
  await favourites.toggle("a");
  expect([favourites.has("a"), favourites.waits("a"), favourites.settled]).toEqual([true, true, false]);

  const reloaded = await opened();
  expect(reloaded.has("a")).toBe(true);
  await vi.waitFor(() => expect(reloaded.waits("a")).toBe(true));
  await reloaded.flush();
  expect(new Set(asked.map(({ key }) => key)).size).toBe(1);
  expect([reloaded.settled, reloaded.waits("a"), await store.all()]).toEqual([true, false, []]);
});

test("a heart given and taken back without a network is nothing to send", async () => {
  const favourites = await opened(["z"]);
  let fail: (error: Error) => void = () => undefined;
  answers = [() => new Promise<Response>((_, reject) => (fail = reject))];
  const first = favourites.toggle("a"); // holds the line
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  favourites.toggle("b");
  const back = favourites.toggle("b");
  fail(new TypeError("offline"));
  await Promise.all([first, back]);
  await favourites.flush();
  expect(asked.map(({ address }) => address)).toEqual(["/f/a", "/f/a"]);
  expect([favourites.has("b"), favourites.settled]).toEqual([false, true]);
});

test("a busy server is asked again after a while", async () => {
  const favourites = await opened();
  vi.useFakeTimers();
  answers = [() => new Response("", { status: 503 })];
  await favourites.toggle("a");
  expect(favourites.settled).toBe(false);
  await vi.advanceTimersByTimeAsync(2_000);
  expect([asked.length, favourites.settled]).toEqual([2, true]);
});

const DIALOG =
  '<dialog id="identify"><form action="/identify"><input type="email" name="email"><button>OK</button></form></dialog>';
const addresses = () => asked.map(({ address }) => address.replace(/^.*(?=\/identify)/, ""));

test("an unknown visitor is asked who they are, once for several hearts, and the hearts are sent again", async () => {
  document.body.innerHTML = DIALOG;
  answers = [refuse(401, { identify: true })];
  const favourites = await opened();
  const sending = Promise.all([favourites.toggle("a"), favourites.toggle("b")]);
  await vi.waitFor(() => expect(document.querySelector("dialog")?.open).toBe(true));
  document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  await sending;
  expect(addresses()).toEqual(["/f/a", "/identify", "/f/a", "/f/b"]);
  expect([favourites.count, favourites.settled, said]).toEqual([2, true, []]);
});

test("closing the question takes the heart back without a word", async () => {
  document.body.innerHTML = '<dialog id="identify"><form action="/identify"></form></dialog>';
  answers = [refuse(401, { identify: true })];
  const favourites = await opened();
  const sending = favourites.toggle("a");
  await vi.waitFor(() => expect(document.querySelector("dialog")?.open).toBe(true));
  document.querySelector("dialog")?.close();
  await sending;
  expect([favourites.has("a"), said]).toEqual([false, []]);
});

test("where the page knows of nobody the question comes before the heart is sent", async () => {
  document.body.innerHTML = DIALOG;
  setIdentified(false);
  const favourites = await opened();
  const sending = favourites.toggle("a");
  expect(favourites.has("a")).toBe(true);
  await vi.waitFor(() => expect(document.querySelector("dialog")?.open).toBe(true));
  expect(asked).toEqual([]);
  document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  await sending;
  await favourites.toggle("b");
  expect(addresses()).toEqual(["/identify", "/f/a", "/f/b"]);
});

test("hearts of another list are another matter", async () => {
  const queue = new ActionQueue("gallery.device.", Promise.resolve(store));
  const of = (list: string) =>
    new FavouriteQueue([], { list, address: (id) => `/${list}/${id}`, changed: () => undefined, queue });
  const [main, album] = [of("main"), of("album")];
  await queue.ready;
  await album.toggle("a");
  expect([main.has("a"), album.has("a"), addresses()]).toEqual([false, true, ["/album/a"]]);
});
