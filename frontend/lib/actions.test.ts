import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MemoryStore, type Wish } from "./action-store.ts";
import { ActionQueue, type Ending, isMine } from "./actions.ts";
import { setIdentified } from "./identify.ts";
import type { Toast } from "./toasts.ts";

interface Asked {
  method: string;
  address: string;
  body: unknown;
  key: string;
  visitor: string;
}

/** Each test is a browser of its own: tabs of earlier tests still listen. */
let device = 0;
let asked: Asked[];
let said: Toast[];
let store: MemoryStore;
let answers: (() => Response | Promise<Response>)[];
let online: boolean;

const json = { "Content-Type": "application/json" };
const agree = () => new Response('{"id": "new"}', { headers: json });
const refuse =
  (message: string, status = 409) =>
  () =>
    new Response(JSON.stringify({ message }), { status, headers: json });
const broken = (status: number) => () => new Response("", { status });
const listen = (event: Event) => said.push((event as CustomEvent<Toast>).detail);

async function tab(person = ""): Promise<ActionQueue> {
  const queue = new ActionQueue(`gallery.device${device}.${person}`, Promise.resolve(store));
  await queue.ready;
  return queue;
}

/** The browser's locks, of one name. */
function oneByOne() {
  let last: Promise<unknown> = Promise.resolve();
  return (_name: string, act: () => Promise<void>) => {
    const mine = last.then(act);
    last = mine.catch(() => undefined);
    return mine;
  };
}

const comment = (text: string, photo = "a"): Wish => ({
  kind: "comment",
  method: "POST",
  address: `/photos/${photo}/comments`,
  body: { text },
  photo,
  name: `Photo ${photo}`,
});

const heart = (photo: string, chosen = true): Wish => ({
  kind: "favourite",
  method: chosen ? "PUT" : "DELETE",
  address: `/f/${photo}`,
  slot: `favourite/main/${photo}`,
  photo,
  name: `Photo ${photo}`,
  state: { list: "main", chosen },
});

const sent = () => asked.map(({ method, address }) => `${method} ${address}`);

beforeEach(() => {
  asked = [];
  said = [];
  answers = [];
  online = true;
  device += 1;
  store = new MemoryStore();
  document.addEventListener("toast", listen);
  vi.stubGlobal("navigator", { onLine: true, locks: { request: oneByOne() } });
  vi.stubGlobal(
    "fetch",
    async (
      address: string,
      { method, headers, body }: { method: string; headers: Record<string, string>; body: string },
    ) => {
      if (!online) throw new TypeError("offline");
      const [key, visitor] = [headers["Provino-Action"] ?? "", headers["Provino-Visitor"] ?? ""];
      asked.push({ method, address, body: body ? JSON.parse(body) : null, key, visitor });
      return (answers.shift() ?? agree)();
    },
  );
});

afterEach(() => {
  setIdentified(true);
  document.removeEventListener("toast", listen);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("an action is sent with its key and whose it is, and its answer comes back", async () => {
  const queue = await tab();
  const outcome = await queue.enqueue(comment("Brighter"));
  expect(outcome).toMatchObject({ state: "saved", answer: { id: "new" } });
  expect(asked).toMatchObject([
    { address: "/photos/a/comments", body: { text: "Brighter" }, visitor: `device${device}.` },
  ]);
  expect([queue.pending, queue.waiting]).toEqual([[], []]);
});

test("what was done without a network is sent in order, each once, when it is back", async () => {
  online = false;
  const queue = await tab();
  const outcomes = await Promise.all([heart("a"), heart("b"), comment("Nice")].map((wish) => queue.enqueue(wish)));
  expect(outcomes.map(({ state }) => state)).toEqual(["waiting", "waiting", "waiting"]);
  expect(queue.waiting.map(({ kind }) => kind)).toEqual(["favourite", "favourite", "comment"]);
  expect(asked).toEqual([]);

  online = true;
  window.dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(queue.pending).toEqual([]));
  expect(sent()).toEqual(["PUT /f/a", "PUT /f/b", "POST /photos/a/comments"]);
  expect(said).toMatchObject([{ words: "You are online again, and everything is saved." }]);
});

test("an answer that was lost is asked for again with the same key", async () => {
  const queue = await tab();
  answers = [() => Promise.reject(new TypeError("the line broke"))];
  await queue.enqueue(comment("Once"));
  await queue.flush();
  expect(asked).toHaveLength(2);
  expect(asked[0]?.key).toBe(asked[1]?.key);
});

test("of one photo the newest wish counts while it waits, and takes its turn from now", async () => {
  online = false;
  const queue = await tab();
  const first = queue.enqueue(heart("a"));
  await Promise.all([first, queue.enqueue(heart("b")), queue.enqueue(heart("a", false))]);
  online = true;
  await queue.flush();
  expect(sent()).toEqual(["PUT /f/b", "DELETE /f/a"]);
});

test("a page opened later sends what an earlier one left, also when that died in the middle", async () => {
  online = false;
  const before = await tab();
  await Promise.all([before.enqueue(heart("a")), before.enqueue(heart("b"))]);
  const [first] = await store.all();
  await store.mark(first?.seq ?? 0, true);
  online = true;
  const after = await tab();
  await after.flush();
  expect(sent()).toEqual(["PUT /f/a", "PUT /f/b"]);
});

test("a refusal is said with the photo's name, once a reason, and the rest goes on", async () => {
  online = false;
  const queue = await tab();
  const endings: Ending[] = [];
  queue.addEventListener("refused", (event) => endings.push((event as CustomEvent<Ending>).detail));
  for (const photo of ["a", "b", "c"]) await queue.enqueue(heart(photo));
  answers = [refuse("This selection is submitted."), refuse("This selection is submitted.")];
  online = true;
  await queue.flush();
  expect(sent()).toEqual(["PUT /f/a", "PUT /f/b", "PUT /f/c"]);
  expect(said[0]).toEqual({ words: "Photo a, Photo b: This selection is submitted.", bad: true });
  expect(endings.map(({ action }) => action.photo)).toEqual(["a", "b"]);
  expect(queue.pending).toEqual([]);
});

test("what is refused takes what was wished of it along, and is said once", async () => {
  online = false;
  const queue = await tab();
  const refused: string[] = [];
  queue.addEventListener("refused", (event) => refused.push((event as CustomEvent<Ending>).detail.action.address));
  const list: Wish = { kind: "list", method: "POST", address: "/lists", slot: "list/new", name: "Album" };
  for (const wish of [list, { ...heart("a"), needs: "list/new" }, heart("b")]) await queue.enqueue(wish);
  answers = [refuse("This name is taken.")];
  online = true;
  await queue.flush();
  expect(sent()).toEqual(["POST /lists", "PUT /f/b"]);
  expect(refused).toEqual(["/lists", "/f/a"]);
  expect(said[0]).toEqual({ words: "Album: This name is taken.", bad: true });
  expect(queue.pending).toEqual([]);
});

test("who waits for a refusal to show it hears it alone", async () => {
  answers = [refuse("Too long.", 422)];
  const queue = await tab();
  const outcome = await queue.enqueue(comment("…"), { explains: true });
  expect(outcome).toMatchObject({ state: "refused", message: "Too long.", status: 422 });
  expect(said).toEqual([]);
});

test("an action the server breaks on is given up, so that the rest can go on", async () => {
  const queue = await tab();
  answers = Array.from({ length: 5 }, () => broken(500));
  await queue.enqueue(comment("Breaks"));
  for (let round = 0; round < 4; round++) await queue.flush();
  await queue.enqueue(heart("b"));
  expect(said[0]).toMatchObject({ words: "Photo a: This could not be saved.", bad: true });
  expect([sent().at(-1), queue.pending]).toEqual(["PUT /f/b", []]);
});

test("a server that is restarting is waited for, however long", async () => {
  const queue = await tab();
  answers = Array.from({ length: 8 }, () => broken(503));
  await queue.enqueue(comment("Later"));
  for (let round = 0; round < 8; round++) await queue.flush();
  expect([said.filter(({ bad }) => bad), queue.pending]).toEqual([[], []]);
});

test("the page of a hotel's network is no answer", async () => {
  answers = [() => new Response("<h1>Please sign in</h1>", { headers: { "Content-Type": "text/html" } })];
  const queue = await tab();
  expect((await queue.enqueue(heart("a"))).state).toBe("waiting");
  await queue.flush();
  expect(sent()).toEqual(["PUT /f/a", "PUT /f/a"]);
});

test("two tabs show and send the same queue once", async () => {
  online = false;
  const [one, other] = [await tab(), await tab()];
  await one.enqueue(heart("a"));
  await vi.waitFor(() => expect(other.waiting.map(({ photo }) => photo)).toEqual(["a"]));
  online = true;
  const saved: string[] = [];
  other.addEventListener("saved", (event) => saved.push((event as CustomEvent<Ending>).detail.action.photo ?? ""));
  await one.flush();
  await vi.waitFor(() => expect(other.pending).toEqual([]));
  await vi.waitFor(() => expect(saved).toEqual(["a"]));
  expect(new Set(asked.map(({ key }) => key)).size).toBe(1);
});

test("what another person left in this browser is neither shown nor sent", async () => {
  online = false;
  const ewa = await tab("ewa");
  await ewa.enqueue(heart("a"));
  online = true;
  const jan = await tab("jan");
  await jan.enqueue(heart("b"));
  expect([jan.pending, sent()]).toEqual([[], ["PUT /f/b"]]);
  expect((await store.all()).map(({ photo }) => photo)).toEqual(["a"]);
});

test.each([
  ["g.d.", "g.d.", true],
  ["g.d.", "g.d.ewa", true],
  ["g.d.ewa", "g.d.ewa", true],
  ["g.d.ewa", "g.d.", false],
  ["g.d.ewa", "g.d.jan", false],
  ["g.d.", "g.other.", false],
  ["g.d.", "other.d.", false],
])("an action of %s on the page of %s is theirs: %s", (owner, me, mine) => {
  expect(isMine(owner, me)).toBe(mine);
});

test("closing the tab is warned of only while something waits", async () => {
  const closing = () => {
    const event = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  };
  const queue = await tab();
  expect(closing()).toBe(false);
  online = false;
  await queue.enqueue(heart("a"));
  expect(closing()).toBe(true);
  online = true;
  await queue.flush();
  expect(closing()).toBe(false);
});

test("without a network an unknown visitor is asked only when it is back", async () => {
  vi.stubGlobal("navigator", { onLine: false });
  setIdentified(false);
  const queue = await tab();
  expect((await queue.enqueue(heart("a"))).state).toBe("waiting");
  expect(document.querySelector("dialog[open]")).toBeNull();
});

test("an answer that takes long is shown as waiting", async () => {
  const queue = await tab();
  vi.useFakeTimers();
  let answer: (response: Response) => void = () => undefined;
  answers = [() => new Promise<Response>((resolve) => (answer = resolve))];
  const outcome = queue.enqueue(heart("a"));
  await vi.advanceTimersByTimeAsync(4_000);
  expect([(await outcome).state, queue.waiting.length]).toEqual(["waiting", 1]);
  answer(agree());
  await vi.advanceTimersByTimeAsync(0);
  expect(queue.waiting).toEqual([]);
});
