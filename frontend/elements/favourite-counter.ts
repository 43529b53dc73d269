/**
 * <favourite-counter data-count="27"><b data-head>27 of 30</b> — <span data-rest>3 left</span> <span data-next>…</span>
 *   <svg class="ticks">…</svg></favourite-counter>
 *
 * How many are chosen, kept true while hearts change: the server's words for that number, and the tick strip where the
 * package has a size. The words stand in whichever of `data-head`, `data-rest` and `data-next` the page gave it; what has
 * no words is hidden. `data-full` says that the next photo is a further one: then its price is said where room is short
 * too. Further places that show the number alone carry `data-favourite-count`.
 */
import { icon, make } from "../lib/element.ts";
import { type Gallery, pageGallery } from "../lib/gallery.ts";
import { say } from "../lib/messages.ts";

const SVG = "http://www.w3.org/2000/svg";
const MARK = 6;
const STEP = 10;
const MOST = 150;
const FEW = 180;

export class FavouriteCounter extends HTMLElement {
  /** Whose hearts are counted; unless said, those of the page's gallery. */
  gallery: Gallery | null = null;
  readonly #leave = new AbortController();

  connectedCallback(): void {
    const gallery = this.gallery ?? pageGallery();
    if (!gallery?.choice) return;
    const { choice, favourites } = gallery;
    const draw = () => this.draw(favourites.count, choice.words(favourites.count), choice.data.included);
    gallery.addEventListener("favourites", draw, { signal: this.#leave.signal });
    choice.addEventListener("change", draw, { signal: this.#leave.signal });
    draw();
  }

  disconnectedCallback(): void {
    this.#leave.abort();
  }

  /** Without words (they are still on their way) the number alone is shown. */
  draw(count: number, words: readonly [string, string, string] | undefined, included: number): void {
    for (const place of document.querySelectorAll("[data-favourite-count]")) {
      place.textContent = say("number", { n: count });
    }
    const [head, rest, next] = words ?? [say("chosen", { n: count }), "", ""];
    this.#write("[data-head]", head);
    this.#write("[data-rest]", rest);
    this.#write("[data-next]", next);
    this.toggleAttribute("data-full", count >= included);
    if (included) this.querySelector(".ticks")?.replaceWith(ticks(count, included));
  }

  #write(place: string, words: string): void {
    const element = this.querySelector<HTMLElement>(place);
    if (!element) return;
    if (element.textContent !== words) element.textContent = words;
    element.hidden = !words;
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
  // A few keep the shape of a mark; as many as fill the line share it.
  strip.setAttribute("preserveAspectRatio", marks * STEP < FEW ? "xMinYMid" : "none");
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

/** One in words alone, for the bar of full screen; null where nothing is chosen. */
export function counterOf(gallery: Gallery): HTMLElement | null {
  if (!gallery.canChoose || !gallery.choice) return null;
  const counter = make("favourite-counter" as "div", { class: "view__counter num" }) as unknown as FavouriteCounter;
  const name = make("span", { class: "sr-only" }, `${say("your_choice")}: `);
  const next = make("span", { class: "counter__next", "data-next": true });
  const words = [make("strong", { "data-head": true }), " ", make("span", { "data-rest": true }), next];
  counter.append(icon("heart"), make("span", { class: "view__count" }, name, ...words));
  counter.gallery = gallery;
  return counter;
}
