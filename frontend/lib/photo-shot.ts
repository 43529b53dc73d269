/** One photo of the client's grid: its box, picture, comments and heart. */
import { icon, make } from "./element.ts";
import type { Gallery, Photo } from "./gallery.ts";
import { say } from "./messages.ts";
import { placeholderUrl } from "./placeholder.ts";

/** The box of a photo, `width` CSS pixels wide; `first` when it is in view before anybody scrolled. */
export function drawShot(
  gallery: Gallery,
  photo: Photo,
  { width, first }: { width: number; first: boolean },
): HTMLElement {
  const picture = make("img", {
    srcset: gallery.sources(photo),
    sizes: `${width}px`,
    src: gallery.address(photo, "grid"),
    alt: describe(gallery, photo),
    decoding: "async",
    fetchpriority: first ? "high" : "auto",
    draggable: "false",
  });
  const shot = make(
    "div",
    { class: "shot", "data-photo": photo.id },
    make("a", { href: `#photo-${photo.id}` }, picture),
    label(gallery, photo),
    comments(photo),
    gallery.canChoose && heart(gallery, photo),
  );
  const placeholder = placeholderUrl(photo.placeholder);
  if (placeholder) shot.style.backgroundImage = `url("${placeholder}")`;
  return shot;
}

/** Brings heart and comments of a drawn box up to date. */
export function refreshShot(shot: Element, gallery: Gallery, photo: Photo): void {
  const button = shot.querySelector(".heart");
  if (button) pressHeart(button, gallery, photo);
  shot.querySelector(".said")?.remove();
  const said = comments(photo);
  if (said) shot.querySelector("a")?.after(said);
}

function heart(gallery: Gallery, photo: Photo): HTMLElement {
  const button = make("button", { class: "heart", type: "button" }, icon("heart"));
  pressHeart(button, gallery, photo);
  return button;
}

function pressHeart(button: Element, gallery: Gallery, photo: Photo): void {
  const chosen = gallery.favourites.has(photo.id);
  button.setAttribute("aria-pressed", String(chosen));
  button.setAttribute("aria-label", say("heart", { photo: describe(gallery, photo) }));
}

function comments(photo: Photo): HTMLElement | null {
  if (!photo.comments) return null;
  const words = make("span", { class: "sr-only" }, say("comments_count", { n: photo.comments }));
  const count = make("span", { "aria-hidden": "true" }, String(photo.comments));
  return make("span", { class: "said" }, icon("message-circle"), count, words);
}

function label(gallery: Gallery, photo: Photo): HTMLElement | null {
  const words = gallery.label(photo);
  return words ? make("span", { class: "shot__label fn" }, words) : null;
}

/** What a photo is called aloud: its name where the photographer shows it, else its place. */
export function describe(gallery: Gallery, photo: Photo): string {
  if (gallery.data.label === "filename" && photo.name) return photo.name;
  return say("photo_place", { n: photo.index + 1, total: gallery.photos.length });
}
