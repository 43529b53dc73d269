import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Gallery, type PhotoRow } from "../lib/gallery.ts";
import { galleryData } from "../lib/testing.ts";
import { openLightbox } from "./photo-lightbox.ts";

let asked: string[];
let sent: unknown[];
let gallery: Gallery;

const comment = {
  id: "c",
  name: "Anna",
  studio: null,
  text: "Lovely <b>light</b>",
  pin: { x: 0.5, y: 0.5 },
  at: "2026-11-22T21:14:00Z",
  when: "yesterday 21:14",
  edited: null,
  resolved: false,
  may_change: true,
  reply_to: null,
};

function answer(method: string): unknown {
  if (method === "GET") return { items: [comment] };
  return { ...comment, id: "d", text: "Saved", pin: null };
}

beforeEach(() => {
  asked = [];
  sent = [];
  history.replaceState(null, "", "/g/1/");
  // Without animation full screen is open at once: no timer of it outlives the test.
  const media = window.matchMedia.bind(window);
  vi.stubGlobal("matchMedia", (query: string) => (query.includes("reduced-motion") ? { matches: true } : media(query)));
  vi.stubGlobal("fetch", async (address: string, { method, body }: { method: string; body?: string }) => {
    asked.push(`${method} ${address}`);
    if (body) sent.push(JSON.parse(body));
    return new Response(JSON.stringify(answer(method)), { headers: { "Content-Type": "application/json" } });
  });
  const rows = ["a", "b", "c"].map((id): PhotoRow => [id, 3000, 2000, "", `${id}.jpg`]);
  gallery = new Gallery(
    galleryData(rows, {
      own: { favourites: [], comments: { b: 1 } },
      urls: { favourite: "/favourites/{photo}", comments: "/photos/{photo}/comments" },
      label: "filename",
    }),
  );
});

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

function open(id: string): HTMLDialogElement {
  const photo = gallery.photo(id);
  if (!photo) throw new Error(id);
  openLightbox({ gallery, photos: gallery.photos, photo, push: false, closed: () => undefined });
  const dialog = document.querySelector<HTMLDialogElement>("dialog.view");
  if (!dialog) throw new Error("no dialog");
  return dialog;
}

const press = (dialog: HTMLElement, key: string) =>
  dialog.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

/** The panel with what the server said. */
async function talk(id: string): Promise<HTMLDialogElement> {
  const dialog = open(id);
  press(dialog, "c");
  await vi.waitFor(() => expect(dialog.querySelector(".talk__text")).not.toBeNull());
  return dialog;
}

function write(dialog: HTMLDialogElement, words: string): void {
  const field = dialog.querySelector<HTMLTextAreaElement>("#comment-text");
  if (!field) throw new Error("no field");
  field.value = words;
  field.dispatchEvent(new Event("input"));
  dialog.querySelector<HTMLFormElement>(".talk__form")?.requestSubmit();
}

test("place, name and address are those of the photo", () => {
  const dialog = open("b");
  expect(dialog.open).toBe(true);
  expect(dialog.querySelector(".view__place")?.textContent).toBe("2 of 3b.jpg");
  expect(location.hash).toBe("#photo-b");
});

test("F chooses the photo in view", async () => {
  const dialog = open("b");
  press(dialog, "F");
  expect(gallery.favourites.has("b")).toBe(true);
  expect(dialog.querySelector('[aria-label="Favourite"]')?.getAttribute("aria-pressed")).toBe("true");
  await vi.waitFor(() => expect(asked).toContain("PUT /favourites/b"));
});

test("C shows the comments as plain words", async () => {
  const dialog = open("b");
  press(dialog, "c");
  await vi.waitFor(() => expect(dialog.querySelector(".talk__text")?.textContent).toBe("Lovely <b>light</b>"));
  expect(dialog.querySelector(".talk__text b")).toBeNull();
  press(dialog, "c");
  expect(dialog.querySelector<HTMLElement>(".talk")?.hidden).toBe(true);
});

test("keys typed into a comment are not commands", () => {
  const dialog = open("b");
  press(dialog, "c");
  dialog.querySelector("textarea")?.dispatchEvent(new KeyboardEvent("keydown", { key: "f", bubbles: true }));
  expect(gallery.favourites.has("b")).toBe(false);
});

test("the comment's pin stands on the picture and beside its words, with the same number", async () => {
  const dialog = await talk("b");
  expect(dialog.querySelector(".pins .pin")?.textContent).toBe("1");
  expect(dialog.querySelector(".talk__who .pin [aria-hidden]")?.textContent).toBe("1");
  press(dialog, "c");
  expect(dialog.querySelector<HTMLElement>(".pins")?.hidden).toBe(true);
});

test("a comment is sent with the spot it points at", async () => {
  const dialog = await talk("b");
  dialog.querySelector<HTMLButtonElement>(".talk__point")?.click();
  expect(dialog.querySelector(".pin--new")?.textContent).toBe("2");
  write(dialog, " Brighter here ");
  await vi.waitFor(() => expect(sent).toContainEqual({ text: "Brighter here", pin: { x: 0.5, y: 0.5 } }));
  await vi.waitFor(() => expect(dialog.querySelectorAll(".talk__text")).toHaveLength(2));
  expect(dialog.querySelector<HTMLTextAreaElement>("#comment-text")?.value).toBe("");
  expect(dialog.querySelector(".pin--new")).toBeNull();
});

test("what is too long is said and stays in the field", async () => {
  const dialog = await talk("b");
  write(dialog, "x".repeat(5000));
  await vi.waitFor(() => expect(dialog.querySelector("#comment-error")?.textContent).toContain("5,000 characters"));
  expect(dialog.querySelector<HTMLTextAreaElement>("#comment-text")?.value).toHaveLength(5000);
  expect(sent).toEqual([]);
});

test("one's own comment is changed in the same field and taken back", async () => {
  const dialog = await talk("b");
  const [edit, remove] = dialog.querySelectorAll<HTMLButtonElement>(".talk__act");
  edit?.click();
  expect(dialog.querySelector<HTMLTextAreaElement>("#comment-text")?.value).toBe("Lovely <b>light</b>");
  write(dialog, "Darker");
  await vi.waitFor(() => expect(asked).toContain("PATCH /photos/b/comments/c"));
  expect(sent).toContainEqual({ text: "Darker", pin: { x: 0.5, y: 0.5 } });
  remove?.click();
  await vi.waitFor(() => expect(asked).toContain("DELETE /photos/b/comments/c"));
});

test("Space starts and pauses the slideshow, Escape ends it and leaves the photo", () => {
  const dialog = open("a");
  press(dialog, " ");
  expect(dialog.classList.contains("view--play")).toBe(true);
  press(dialog, " ");
  expect(dialog.querySelector(".play button")?.getAttribute("aria-label")).toBe("Go on");
  dialog.dispatchEvent(new Event("cancel", { cancelable: true }));
  expect(dialog.classList.contains("view--play")).toBe(false);
  expect(dialog.open).toBe(true);
});

test("the slideshow begins although the comments are open, and closes them", async () => {
  const dialog = await talk("a");
  press(dialog, " ");
  expect(dialog.classList.contains("view--play")).toBe(true);
  expect(dialog.querySelector<HTMLElement>(".talk")?.hidden).toBe(true);
});

test("words written without a network wait in the list, and a refusal brings them back into the field", async () => {
  const dialog = await talk("b");
  const online = globalThis.fetch;
  let reach: (response: Response) => void = () => undefined;
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
  write(dialog, "From the train");
  await vi.waitFor(() => expect(dialog.querySelector(".talk__waiting")?.textContent).toContain("From the train"));
  expect(dialog.querySelector<HTMLTextAreaElement>("#comment-text")?.value).toBe("");
  vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => (reach = resolve)));
  window.dispatchEvent(new Event("online"));
  await vi.waitFor(() => {
    const headers = { "Content-Type": "application/json" };
    reach(new Response(JSON.stringify({ message: "The gallery is closed." }), { status: 403, headers }));
    expect(dialog.querySelector(".talk__waiting")).toBeNull();
  });
  expect(dialog.querySelector<HTMLTextAreaElement>("#comment-text")?.value).toBe("From the train");
  vi.stubGlobal("fetch", online);
});

test("keys work on when the button that had the focus is gone", () => {
  const dialog = open("b");
  press(document.body, "f");
  expect(gallery.favourites.has("b")).toBe(true);
  const note = document.createElement("dialog");
  note.setAttribute("open", "");
  dialog.append(note);
  press(document.body, "f");
  expect(gallery.favourites.has("b")).toBe(true);
});

test("how many are chosen stands in the bar and follows the hearts", () => {
  const rows = [0, 1, 2].map((n): [string, string, string] => [`${n} of 2`, `${2 - n} left`, ""]);
  const choice = {
    list: "main",
    lists: [{ id: "main", name: "Favourites", count: 0 }],
    others: {},
    notes: {},
    several: false,
    included: 2,
    prices: { from: 0, rows },
    cost: null,
    locked: "",
    urls: { lists: "/lists", photo: "/lists/{list}/photos/{photo}", prices: "/prices" },
  };
  gallery = new Gallery({ ...gallery.data, own: { favourites: ["a"], comments: {}, choice } });
  const dialog = open("b");
  const words = () => dialog.querySelector(".view__count")?.textContent;
  expect(words()).toBe("Your choice: 1 of 2 1 left");
  press(dialog, "f");
  expect(words()).toBe("Your choice: 2 of 2 0 left");
});

test("where nothing is chosen the bar counts nothing", () => {
  gallery = new Gallery({ ...gallery.data, urls: {} });
  expect(open("b").querySelector(".view__counter")).toBeNull();
});
