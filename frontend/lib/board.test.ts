import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Board, type BoardPhoto, reordered } from "./board.ts";
import type { Toast } from "./toasts.ts";

let board: Board;
let sent: unknown[];
let said: Toast[];
let refuse = "";

function photo(id: string, section: string | null = null): BoardPhoto {
  return {
    id,
    rank: id.charCodeAt(0),
    w: 3,
    h: 2,
    placeholder: "",
    section,
    name: `${id}.jpg`,
    hidden: false,
    hidden_from_guests: false,
    state: "ready",
    reason: "",
    duplicate_of: null,
  };
}

const listen = (event: Event) => said.push((event as CustomEvent<Toast>).detail);

beforeEach(() => {
  sent = [];
  said = [];
  refuse = "";
  const photos = ["a", "b", "c", "d"].map((id) => photo(id, id < "c" ? "s1" : "s2"));
  const sections = [
    { id: "s1", name: "One" },
    { id: "s2", name: "Two" },
  ];
  board = new Board(
    { media: "/", fingerprints: { grid: "", grid2: "", view: "" }, sections, photos, cover: "a", focal: [50, 50] },
    "/act",
  );
  document.addEventListener("toast", listen);
  vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
    sent.push(JSON.parse(body));
    const headers = { "Content-Type": "application/json" };
    if (refuse) return new Response(JSON.stringify({ message: refuse }), { status: 400, headers });
    return new Response(JSON.stringify({ photos: [] }), { headers });
  });
});

afterEach(() => {
  document.removeEventListener("toast", listen);
  vi.unstubAllGlobals();
});

const order = () => board.photos.map(({ id }) => id).join("");

test("photos put beside another one come into its section, in their own order", () => {
  const moved = reordered(board.photos, { photos: ["d", "a"], beside: "b", after: true });
  expect(moved.map(({ id, section }) => id + section)).toEqual(["bs1", "as1", "ds1", "cs2"]);
});

test("deleting takes the photos away at once and undo brings them back", async () => {
  board.select(["b", "c"]);
  const acting = board.delete();
  expect(order()).toBe("ad");
  await acting;
  expect(board.selected.size).toBe(0);
  said[0]?.undo?.();
  await vi.waitFor(() => expect(sent.at(-1)).toEqual({ action: "restore", photos: ["b", "c"] }));
  expect(order()).toBe("abcd");
});

test("a refusal takes the change back and says why", async () => {
  refuse = "The gallery is closed.";
  board.select(["a"]);
  expect(await board.hide()).toBe(false);
  expect(board.photo("a")?.hidden).toBe(false);
  expect(said).toEqual([{ words: "The gallery is closed.", bad: true }]);
});

test("undoing a move sends each photo back to its own section", async () => {
  board.select(["b", "c"]);
  await board.move(null);
  expect(board.photos.map(({ id, section }) => id + section)).toEqual(["bnull", "cnull", "as1", "ds2"]);
  said[0]?.undo?.();
  await vi.waitFor(() => expect(sent.length).toBe(3));
  expect(sent.slice(1)).toEqual([
    { action: "move", photos: ["b"], section: "s1" },
    { action: "move", photos: ["c"], section: "s2" },
  ]);
});

test("a photo moved to a section stands there where the order of the gallery has it", async () => {
  board.select(["c"]);
  await board.move("s1");
  expect(order()).toBe("abcd");
  board.select(["a"]);
  await board.move("s2");
  expect(order()).toBe("bcad");
});

test("undoing a new order puts each photo back beside its neighbour", async () => {
  board.select(["a", "d"]);
  await board.reorder("b", true);
  expect(order()).toBe("badc");
  said[0]?.undo?.();
  await vi.waitFor(() => expect(sent.length).toBe(3));
  expect(sent.slice(1)).toEqual([
    { action: "reorder", photos: ["a"], beside: "b", after: false },
    { action: "reorder", photos: ["d"], beside: "c", after: true },
  ]);
  expect(order()).toBe("abcd");
});

test("undoing a new order of the first photos of a section sends them back together", async () => {
  board.select(["a", "b"]);
  await board.reorder("d", true);
  expect(order()).toBe("cdab");
  said[0]?.undo?.();
  await vi.waitFor(() => expect(sent.length).toBe(2));
  expect(sent.slice(1)).toEqual([{ action: "move", photos: ["a", "b"], section: "s1" }]);
  expect(order()).toBe("abcd");
  expect(board.photos.map(({ section }) => section)).toEqual(["s1", "s1", "s2", "s2"]);
});

test("an undo that is refused leaves what the server has", async () => {
  board.select(["b"]);
  await board.delete();
  refuse = "The same file came again.";
  said[0]?.undo?.();
  await vi.waitFor(() => expect(said.at(-1)).toEqual({ words: "The same file came again.", bad: true }));
  expect(order()).toBe("acd");
});

test("the focal point of a new cover is known at once", async () => {
  await board.setCover("b", 0.2, 0.75);
  expect([board.cover, board.data.focal]).toEqual(["b", [20, 75]]);
});

test("hiding asks only for those that are not hidden yet", async () => {
  board.select(["a", "b"]);
  await board.hide([photo("a"), { ...photo("b"), hidden: true }]);
  expect(sent).toEqual([{ action: "hide", photos: ["a"] }]);
});

test("undo takes back its own action and leaves what was done since", async () => {
  board.select(["b"]);
  await board.delete();
  board.select(["a"]);
  await board.hide();
  said[0]?.undo?.();
  await vi.waitFor(() => expect(sent.length).toBe(3));
  expect(order()).toBe("abcd");
  expect(board.photo("a")?.hidden).toBe(true);
});
