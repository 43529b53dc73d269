/**
 * <favourite-counter data-count="27" data-limit="30">27 of 30 — 3 left</favourite-counter>
 *
 * How many are chosen, kept true while hearts change: words, and the tick strip where the package has a size. Further
 * places that show the number alone carry `data-favourite-count`. Without `data-limit` it says "27 chosen".
 */
import { make } from "../lib/element.ts";
import { pageGallery } from "../lib/gallery.ts";
import { say } from "../lib/messages.ts";

const SVG = "http://www.w3.org/2000/svg";
const MARK = 6;
const STEP = 10;
const MOST = 150;

export class FavouriteCounter extends HTMLElement {
  readonly #leave = new AbortController();

  connectedCallback(): void {
    const gallery = pageGallery();
    this.draw(gallery?.favourites.count ?? Number(this.dataset.count ?? 0));
    gallery?.addEventListener("favourites", () => this.draw(gallery.favourites.count), { signal: this.#leave.signal });
  }

  disconnectedCallback(): void {
    this.#leave.abort();
  }

  draw(count: number): void {
    for (const place of document.querySelectorAll("[data-favourite-count]")) {
      place.textContent = say("number", { n: count });
    }
    const limit = Number(this.dataset.limit ?? 0);
    if (!limit) {
      this.replaceChildren(make("span", { class: "num" }, say("chosen", { n: count })));
      return;
    }
    const rest = count > limit ? say("beyond", { n: count - limit }) : say("left", { n: limit - count });
    const place = make("strong", { class: "font-semibold" }, say("place_of", { n: count, total: limit }));
    this.replaceChildren(make("span", { class: "num" }, place, ` — ${rest}`), ticks(count, limit));
  }
}

/** One mark a photo: those of the package, then the further ones in the accent. */
export function ticks(chosen: number, all: number): SVGSVGElement {
  // More marks than one can tell apart are drawn to scale.
  const scale = Math.min(1, MOST / Math.max(chosen, all, 1));
  const count = Math.round(chosen * scale);
  const limit = Math.round(all * scale);
  const marks = Math.max(count, limit);
  const strip = document.createElementNS(SVG, "svg");
  strip.setAttribute("class", "ticks");
  strip.setAttribute("viewBox", `0 0 ${marks * STEP - (STEP - MARK)} 10`);
  strip.setAttribute("preserveAspectRatio", "none");
  strip.setAttribute("aria-hidden", "true");
  for (let at = 0; at < marks; at++) {
    const mark = document.createElementNS(SVG, "rect");
    mark.setAttribute("x", String(at * STEP));
    mark.setAttribute("width", String(MARK));
    mark.setAttribute("height", "10");
    if (at < count) mark.setAttribute("class", count > limit && at < limit ? "on" : "my");
    strip.append(mark);
  }
  return strip;
}

customElements.define("favourite-counter", FavouriteCounter);
