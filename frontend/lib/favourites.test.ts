import { afterEach, beforeEach, expect, test, vi } from "vitest";
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
/** What the server does with each request, in order; then it agrees. */
let answers: (() => Response | Promise<Response>)[];

const agree = () => new Response("{}", { headers: { "Content-Type": "application/json" } });
const refuse = (status: number, answer: object) => () =>
  new Response(JSON.stringify(answer), { status, headers: { "Content-Type": "application/json" } });
const listen = (event: Event) => said.push((event as CustomEvent<Toast>).detail);

function queue(saved: string[] = []): FavouriteQueue {
  return new FavouriteQueue(saved, {
    address: (id) => `/f/${id}`,
    storageKey: "test",
    changed: (id) => changed.push(id),
  });
}

beforeEach(() => {
  asked = [];
  said = [];
  changed = [];
  answers = [];
  localStorage.clear();
  document.addEventListener("toast", listen);
  vi.stubGlobal(
    "fetch",
    async (address: string, { method, headers }: { method: string; headers: Record<string, string> }) => {
      asked.push({ method, address, key: headers["Idempotency-Key"] ?? null });
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
  const favourites = queue(["a"]);
  const sending = favourites.toggle("b");
  expect([favourites.has("b"), favourites.count, changed]).toEqual([true, 2, ["b"]]);
  await sending;
  expect(asked).toMatchObject([{ method: "PUT", address: "/f/b" }]);
  expect(asked[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
  expect(favourites.settled).toBe(true);
});

test("taking a heart away is a DELETE", async () => {
  const favourites = queue(["a"]);
  await favourites.toggle("a");
  expect(asked).toMatchObject([{ method: "DELETE", address: "/f/a" }]);
  expect(favourites.count).toBe(0);
});

test("a refusal undoes the heart and says why", async () => {
  answers = [refuse(403, { message: "Choosing ended yesterday." })];
  const favourites = queue();
  await favourites.toggle("a");
  expect([favourites.has("a"), favourites.settled]).toEqual([false, true]);
  expect(said).toEqual([{ words: "Choosing ended yesterday.", bad: true }]);
});

test("a heart changed while its request is under way ends as last wanted", async () => {
  const favourites = queue();
  let answer: (response: Response) => void = () => undefined;
  answers = [() => new Promise<Response>((resolve) => (answer = resolve))];
  const sending = favourites.toggle("a");
  await favourites.toggle("a");
  expect(favourites.has("a")).toBe(false);
  answer(agree());
  await sending;
  expect(asked.map(({ method }) => method)).toEqual(["PUT", "DELETE"]);
  expect([favourites.count, favourites.settled]).toEqual([0, true]);
});

test("without a network the heart stays, is kept over a reload and sent later", async () => {
  answers = [() => Promise.reject(new TypeError("offline"))];
  const favourites = queue();
  await favourites.toggle("a");
  expect([favourites.has("a"), favourites.settled]).toEqual([true, false]);

  const reloaded = queue();
  expect(reloaded.has("a")).toBe(true);
  await reloaded.flush();
  expect(asked.map(({ method }) => method)).toEqual(["PUT", "PUT"]);
  expect([reloaded.settled, localStorage.getItem("test")]).toEqual([true, null]);
});

test("a busy server is asked again after a while", async () => {
  vi.useFakeTimers();
  answers = [() => new Response("", { status: 503 })];
  const favourites = queue();
  await favourites.toggle("a");
  expect(favourites.settled).toBe(false);
  await vi.advanceTimersByTimeAsync(2_000);
  expect([asked.length, favourites.settled]).toEqual([2, true]);
});

test("an unknown visitor is asked who they are, once for several hearts, and the hearts are sent again", async () => {
  document.body.innerHTML =
    '<dialog id="identify"><form action="/identify"><input type="email" name="email"><button>OK</button></form></dialog>';
  answers = [refuse(401, { identify: true }), refuse(401, { identify: true })];
  const favourites = queue();
  const sending = Promise.all([favourites.toggle("a"), favourites.toggle("b")]);
  await vi.waitFor(() => expect(document.querySelector("dialog")?.open).toBe(true));
  document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  await sending;
  expect(asked.map(({ address }) => address.replace(/^.*(?=\/identify)/, "")).sort()).toEqual(
    ["/f/a", "/f/a", "/f/b", "/f/b", "/identify"].sort(),
  );
  expect([favourites.count, favourites.settled, said]).toEqual([2, true, []]);
});

test("closing the question takes the heart back without a word", async () => {
  document.body.innerHTML = '<dialog id="identify"><form action="/identify"></form></dialog>';
  answers = [refuse(401, { identify: true })];
  const favourites = queue();
  const sending = favourites.toggle("a");
  await vi.waitFor(() => expect(document.querySelector("dialog")?.open).toBe(true));
  document.querySelector("dialog")?.close();
  await sending;
  expect([favourites.has("a"), said]).toEqual([false, []]);
});

test("where the page knows of nobody the question comes before the heart is sent", async () => {
  document.body.innerHTML =
    '<dialog id="identify"><form action="/identify"><input type="email" name="email"><button>OK</button></form></dialog>';
  setIdentified(false);
  const favourites = queue();
  const sending = favourites.toggle("a");
  expect(favourites.has("a")).toBe(true);
  await vi.waitFor(() => expect(document.querySelector("dialog")?.open).toBe(true));
  expect(asked).toEqual([]);
  document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  await sending;
  await favourites.toggle("b");
  expect(asked.map(({ address }) => address.replace(/^.*(?=\/identify)/, ""))).toEqual(["/identify", "/f/a", "/f/b"]);
});
