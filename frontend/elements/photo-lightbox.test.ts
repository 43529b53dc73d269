import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Gallery, type GalleryData } from "../lib/gallery.ts";
import { openLightbox } from "./photo-lightbox.ts";

let asked: string[];
let gallery: Gallery;

beforeEach(() => {
  asked = [];
  localStorage.clear();
  history.replaceState(null, "", "/g/1/");
  vi.stubGlobal("fetch", async (address: string, { method }: { method: string }) => {
    asked.push(`${method} ${address}`);
    const comment = {
      id: "c",
      name: "Anna",
      text: "Lovely <b>light</b>",
      at: "2026-11-22T21:14:00Z",
      when: "yesterday 21:14",
      reply_to: null,
    };
    return new Response(JSON.stringify({ items: [comment] }), { headers: { "Content-Type": "application/json" } });
  });
  const data: GalleryData = {
    media: "/m/",
    fingerprints: { grid: "g", grid2: "h", view: "v" },
    sections: [],
    photos: ["a", "b", "c"].map((id) => [id, 3000, 2000, "", -1, `${id}.jpg`, id === "b" ? 1 : 0, 0]),
    urls: { favourite: "/favourites/{photo}", comments: "/photos/{photo}/comments" },
    label: "filename",
    identified: true,
  };
  gallery = new Gallery(data);
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
