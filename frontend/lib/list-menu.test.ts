import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pageQueue } from "./actions.ts";
import type { ChoiceData } from "./choice.ts";
import { Gallery, type PhotoRow } from "./gallery.ts";
import { GridFilter } from "./grid-filter.ts";
import { openListMenu } from "./list-menu.ts";
import { galleryData } from "./testing.ts";

let online: boolean;
let sent: { method: string; address: string; body: Record<string, unknown> | null }[];
let refusals: string[];
let gallery: Gallery;

const json = { "Content-Type": "application/json" };

beforeEach(() => {
  online = true;
  sent = [];
  refusals = [];
  vi.stubGlobal("fetch", async (address: string, { method, body }: { method: string; body?: string }) => {
    if (!online) throw new TypeError("offline");
    const message = method === "POST" ? refusals.shift() : undefined;
    sent.push({ method, address, body: body ? JSON.parse(body) : null });
    return new Response(JSON.stringify(message ? { message } : {}), { status: message ? 409 : 200, headers: json });
  });
  const choice: ChoiceData = {
    list: "main",
    lists: [{ id: "main", name: "Favourites", count: 0 }],
    others: {},
    notes: {},
    several: true,
    included: 0,
    prices: { from: 0, rows: [["0 chosen", "", ""]] },
    cost: null,
    locked: "",
    urls: { lists: "/lists", photo: "/lists/{list}/photos/{photo}", prices: "/prices" },
  };
  const rows = ["a", "b"].map((id): PhotoRow => [id, 3000, 2000, "", `${id}.jpg`]);
  gallery = new Gallery(
    galleryData(rows, {
      own: { favourites: [], comments: {}, choice },
      urls: { favourite: "/lists/main/photos/{photo}" },
    }),
  );
});

afterEach(async () => {
  online = true;
  await pageQueue().flush();
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

function open(photo: string): HTMLDialogElement {
  const found = gallery.photo(photo);
  if (!found) throw new Error(photo);
  openListMenu(gallery, found, document.body);
  return [...document.querySelectorAll("dialog")].at(-1) as HTMLDialogElement;
}

function makeList(dialog: HTMLDialogElement, name: string): void {
  const field = dialog.querySelector<HTMLInputElement>("input[name=name]") as HTMLInputElement;
  field.value = name;
  dialog.querySelector("form")?.requestSubmit();
}

const rowsOf = (dialog: HTMLDialogElement) =>
  [...dialog.querySelectorAll(".list-menu__row")].map((row) => [
    row.querySelector(".list-menu__name")?.textContent,
    row.querySelector("input")?.checked,
    !row.querySelector<HTMLElement>(".list-menu__waits")?.hidden,
  ]);
const requests = () => sent.map(({ method, address }) => `${method} ${address}`);

test("a list made without a network takes photos at once, and all is sent in order when it is back", async () => {
  online = false;
  const filter = new GridFilter(gallery, () => undefined);
  const dialog = open("a");
  makeList(dialog, " Album ");
  expect(rowsOf(dialog)[1]?.slice(0, 2)).toEqual(["Album", true]);
  await vi.waitFor(() => expect(rowsOf(dialog)[1]).toEqual(["Album", true, true]));
  dialog.close();
  const second = open("b");
  second.querySelectorAll<HTMLInputElement>(".list-menu__row input")[1]?.click();
  await vi.waitFor(() => expect(rowsOf(second)[1]).toEqual(["Album", true, true]));
  filter.draw();
  expect(filter.element.lastElementChild?.textContent).toBe("Album 2");

  online = true;
  window.dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(pageQueue().pending).toEqual([]));
  const id = String(sent[0]?.body?.id);
  expect(id).toMatch(/^[1-9A-HJ-NP-Za-km-z]{17}$/);
  expect(sent[0]).toMatchObject({ method: "POST", address: "/lists", body: { name: "Album" } });
  expect(requests().slice(1)).toEqual([`PUT /lists/${id}/photos/a`, `PUT /lists/${id}/photos/b`]);
  expect(rowsOf(second)[1]).toEqual(["Album", true, false]);
  expect(gallery.choice?.data.others[id]).toEqual(["a", "b"]);
});

test("a list that is refused is explained beside its name, and its photos go into it under another one", async () => {
  online = false;
  const words = vi.fn();
  document.addEventListener("toast", words);
  const first = open("a");
  makeList(first, "Album");
  await vi.waitFor(() => expect(pageQueue().waiting).toHaveLength(2));
  first.close();
  refusals = ["You have a list with this name already."];
  online = true;
  await pageQueue().flush();
  expect(requests()).toEqual(["POST /lists"]);
  expect(words.mock.calls.map(([event]) => (event as CustomEvent).detail.words)).toEqual([
    "Album: You have a list with this name already.",
  ]);
  document.removeEventListener("toast", words);

  const dialog = open("b");
  expect(rowsOf(dialog).map(([name]) => name)).toEqual(["Favourites"]);
  const error = dialog.querySelector<HTMLElement>(".bad");
  expect([error?.hidden, error?.textContent]).toEqual([
    false,
    "Album: You have a list with this name already. 1 photo goes into it once it has another name.",
  ]);
  expect(dialog.querySelector<HTMLInputElement>("input[name=name]")?.value).toBe("Album");
  makeList(dialog, "Grandmother");
  await vi.waitFor(() => expect(requests()).toHaveLength(4));
  const id = String(sent[1]?.body?.id);
  expect(requests().slice(2)).toEqual([`PUT /lists/${id}/photos/a`, `PUT /lists/${id}/photos/b`]);
  expect(error?.hidden).toBe(true);
});

test("a name one has already is refused before anything is sent", () => {
  const dialog = open("a");
  makeList(dialog, "Favourites");
  expect(dialog.querySelector(".bad")?.textContent).toBe("You have a list with this name already.");
  expect(pageQueue().pending).toEqual([]);
});
