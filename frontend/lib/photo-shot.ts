/** One photo of the client's grid: its box, picture, comments and heart. */
import { icon, make } from "./element.ts";
import { type Gallery, gridWidth, type Photo } from "./gallery.ts";
import { say } from "./messages.ts";
import { placeholderUrl } from "./placeholder.ts";
import { savesData } from "./saving.ts";

export interface ShotBox {
  /** CSS pixels. */
  width: number;
  /** On the screen now: fetched before those around it. */
  inView: boolean;
  /** Only the box with its tiny picture: while one scrolls past faster than one sees. */
  bare: boolean;
}

/** So little larger than its pixels a picture is still sharp to the eye; the next size would be four times the bytes. */
const SHARP = 1.05;
/** How much too soft the grid's own picture may be before the large one is offered. */
const SOFT = 1.25;

/** The box of a photo; bare, whatever is asked, as long as its row has not come. */
export function drawShot(gallery: Gallery, photo: Photo, { width, inView, bare }: ShotBox): HTMLElement {
  const placeholder = photo.placeholder && placeholderUrl(photo.placeholder);
  const shot = make("div", { class: bare || !photo.loaded ? "shot shot--bare" : "shot", "data-photo": photo.id });
  if (placeholder) shot.style.backgroundImage = `url("${placeholder}")`;
  if (bare || !photo.loaded) {
    shot.dataset.index = String(photo.index);
    return shot;
  }
  const saves = savesData();
  const large = !saves && width * Math.min(devicePixelRatio, 2) > SOFT * gridWidth(photo, 2);
  const picture = make("img", {
    fetchpriority: inView ? "high" : "low",
    srcset: !saves && gallery.sources(photo, { large }),
    sizes: !saves && `${drawnWidth(width, gridWidth(photo, 1))}px`,
    src: gallery.address(photo, "grid"),
    alt: describe(gallery, photo),
    decoding: "async",
    draggable: "false",
  });
  const about = [
    label(gallery, photo),
    comments(photo),
    gallery.canChoose && heart(gallery, photo),
    gallery.canChoose && gallery.choice?.several && lists(gallery, photo),
    gallery.hiding && hiding(gallery, photo),
  ];
  shot.append(
    make("a", { href: `#photo-${photo.id}` }, picture),
    ...about.filter((element) => element instanceof HTMLElement),
  );
  return shot;
}

function drawnWidth(width: number, pixels: number): number {
  return width > pixels && width <= pixels * SHARP ? pixels : width;
}

/** Brings heart and comments of a drawn box up to date. */
export function refreshShot(shot: Element, gallery: Gallery, photo: Photo): void {
  const button = shot.querySelector(".heart");
  if (button) pressHeart(button, gallery, photo);
  const hide = shot.querySelector<HTMLButtonElement>(".guests");
  if (hide) pressHiding(hide, gallery, photo);
  shot.querySelector(".said")?.remove();
  const said = comments(photo);
  if (said) shot.querySelector("a")?.after(said);
}

function heart(gallery: Gallery, photo: Photo): HTMLElement {
  const button = make("button", { class: "heart", type: "button" }, icon("heart"));
  pressHeart(button, gallery, photo);
  return button;
}

function lists(gallery: Gallery, photo: Photo): HTMLElement {
  const label = say("lists_of", { photo: describe(gallery, photo) });
  return make(
    "button",
    { class: "shot__lists", type: "button", "aria-label": label, title: say("lists") },
    icon("list"),
  );
}

function pressHeart(button: Element, gallery: Gallery, photo: Photo): void {
  const chosen = gallery.favourites.has(photo.id);
  button.setAttribute("aria-pressed", String(chosen));
  if (gallery.choice?.data.locked) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
  button.setAttribute("aria-label", say("heart", { photo: describe(gallery, photo) }));
  const waits = gallery.favourites.waits(photo.id);
  button.toggleAttribute("data-waiting", waits);
  if (waits) button.setAttribute("title", say("waiting"));
  else button.removeAttribute("title");
}

/** For the client: guests see this photo, or do not. */
function hiding(gallery: Gallery, photo: Photo): HTMLElement {
  const button = make("button", { class: "guests", type: "button" }, icon("eye-off"));
  pressHiding(button, gallery, photo);
  return button;
}

function pressHiding(button: HTMLButtonElement, gallery: Gallery, photo: Photo): void {
  const label = say("hide_from_guests", { photo: describe(gallery, photo) });
  button.hidden = !gallery.hiding?.mayChange(photo.id);
  button.setAttribute("aria-pressed", String(gallery.hiding?.has(photo.id) ?? false));
  button.setAttribute("aria-label", label);
  button.title = gallery.hiding?.has(photo.id) ? say("hidden_from_guests") : label;
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
