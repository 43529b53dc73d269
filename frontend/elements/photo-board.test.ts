import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page } from "../lib/testing.ts";
import "./photo-board.ts";

let asked: { action: string; photos: string[] }[];

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
    asked.push(JSON.parse(body));
    return new Response("{}", { headers: { "Content-Type": "application/json" } });
  });
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1000);
  const photos = Array.from({ length: 12 }, (_, at) => {
    const state = at === 11 ? "failed" : "ready";
    const reason = at === 11 ? "The file is damaged." : "";
    const section = at < 6 ? "s1" : "s2";
    return {
      id: `p${at}`,
      rank: at,
      w: 3,
      h: 2,
      placeholder: "",
      section,
      name: `${at}.jpg`,
      hidden: false,
      hidden_from_guests: false,
      state,
      reason,
      duplicate_of: null,
    };
  });
  const sections = [
    { id: "s1", name: "One" },
    { id: "s2", name: "Two" },
  ];
  const fingerprints = { grid: "g", grid2: "h", view: "v" };
  const data = { media: "/m/", fingerprints, sections, photos, cover: "p0", focal: [50, 50] };
  page(
    `<script type="application/json" id="board-data">${JSON.stringify(data)}</script><photo-board data-action-url="/act"></photo-board>`,
  );
});

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const cell = (at: number) => document.querySelector<HTMLElement>(`.cell[data-photo=p${at}] .cell__frame`);
const click = (at: number, keys: MouseEventInit = {}) =>
  cell(at)?.dispatchEvent(new MouseEvent("click", { bubbles: true, ...keys }));
const press = (at: number, key: string, keys: KeyboardEventInit = {}) =>
  cell(at)?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...keys }));
const selected = () =>
  [...document.querySelectorAll<HTMLElement>(".cell.is-selected")].map(({ dataset }) => dataset.photo);

test("a click selects one, Ctrl adds, Shift takes the range over sections", () => {
  click(1);
  click(3);
  expect(selected()).toEqual(["p3"]);
  click(1, { ctrlKey: true });
  expect(selected()).toEqual(["p1", "p3"]);
  click(4);
  click(7, { shiftKey: true });
  expect(selected()).toEqual(["p4", "p5", "p6", "p7"]);
});

test("the bar says how many are selected and leaves with the last one", () => {
  const bar = document.querySelector<HTMLElement>(".board-bar");
  expect(bar?.hidden).toBe(true);
  click(1);
  click(2, { ctrlKey: true });
  expect([bar?.hidden, bar?.querySelector("p")?.textContent]).toEqual([false, "2 photos selected"]);
  press(1, "Escape");
  expect([bar?.hidden, selected()]).toEqual([true, []]);
});

test("Delete takes the selected photos out at once and asks the server", async () => {
  click(1);
  click(2, { ctrlKey: true });
  press(2, "Delete");
  expect(document.querySelectorAll(".cell").length).toBe(10);
  await vi.waitFor(() => expect(asked).toEqual([{ action: "delete", photos: ["p1", "p2"] }]));
});

test("after Delete the focus is on the photo that follows", () => {
  click(1);
  click(2, { shiftKey: true });
  press(2, "Delete");
  expect(document.activeElement?.closest<HTMLElement>(".cell")?.dataset.photo).toBe("p3");
});

test("Shift and arrows take a range that grows from where it began", () => {
  cell(1)?.focus();
  for (const at of [1, 2, 3]) press(at, "ArrowRight", { shiftKey: true });
  expect(selected()).toEqual(["p1", "p2", "p3", "p4"]);
  press(4, "ArrowRight");
  press(5, "ArrowRight", { shiftKey: true });
  expect(selected()).toEqual(["p5", "p6"]);
});

test("Alt and an arrow move the selected photo past its neighbour", async () => {
  click(2);
  press(2, "ArrowRight", { altKey: true });
  await vi.waitFor(() => expect(asked).toEqual([{ action: "reorder", photos: ["p2"], beside: "p3", after: true }]));
  expect([...document.querySelectorAll<HTMLElement>(".cell")].slice(0, 4).map(({ dataset }) => dataset.photo)).toEqual([
    "p0",
    "p1",
    "p3",
    "p2",
  ]);
});

test("a failed photo says why, the cover says that it is one", () => {
  expect(document.querySelector(".cell[data-photo=p11]")?.textContent).toContain("The file is damaged.");
  expect(document.querySelector(".cell[data-photo=p0]")?.textContent).toContain("Cover");
});
