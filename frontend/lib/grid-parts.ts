/** The sections of the client's grid with their rows: where each photo stands, what of it is drawn. */
import { make } from "./element.ts";
import type { Gallery, Photo } from "./gallery.ts";
import type { GridFilter } from "./grid-filter.ts";
import { justifiedRows } from "./justified.ts";
import { say } from "./messages.ts";
import { drawShot } from "./photo-shot.ts";
import { RowsView } from "./rows-view.ts";

const WIDE = 768;
const AIM = { narrow: 168, wide: 280 };
const CAPTION = 24;
/** Room that bars take from the screen, above and below. */
const BARS = { above: 104, below: 140 };
/** So much of a row is left in sight beneath the bar, in CSS pixels. */
const SLIVER = 24;

/** A photo and where its row stands, in CSS pixels below the top of the screen. */
export interface Anchor {
  photo: Photo;
  top: number;
}

/** Where on the screen a photo is to be drawn. */
export type Place = "first row" | "in view" | "beyond";

interface Part {
  section: HTMLElement;
  head: HTMLElement;
  rows: RowsView<Photo>;
  /** How many are shown, beside the section's name. */
  count: HTMLElement;
  photos: readonly Photo[];
  /** Those the filter lets through. */
  visible: readonly Photo[];
  id: string | null;
  /** Where its rows began when they were last shown. */
  top: number;
}

export class GridParts {
  width = 0;
  #parts: Part[] = [];
  #shown: readonly Photo[] = [];
  /** Where the first row on the screen begins. */
  #first = 0;
  readonly #alone = make("div", { class: "grid-head" });

  constructor(
    private readonly gallery: Gallery,
    /** Whether a photo's picture may be drawn now, not only its box. */
    private readonly now: { draws: (place: Place) => boolean },
  ) {}

  get sections(): HTMLElement[] {
    return this.#parts.map(({ section }) => section);
  }

  /** All photos the filter lets through, in order. */
  get visible(): readonly Photo[] {
    return this.#shown;
  }

  /** Makes a section for each of the gallery's, and one before for photos of none. */
  build(): void {
    const { photos, data } = this.gallery;
    this.width = 0;
    this.#parts = data.loose || !photos.length ? [this.#part(null, photos.slice(0, data.loose))] : [];
    let from = data.loose;
    for (const about of data.sections) {
      this.#parts.push(this.#part(about, photos.slice(from, from + about.count)));
      from += about.count;
    }
  }

  #part(about: { id: string; name: string } | null, photos: Photo[]): Part {
    const id = about && `section-${about.id}`;
    const count = make("span", { class: "grid-count num" });
    const head = make("div", { class: "grid-head" });
    if (about) head.append(make("h2", { class: "md:text-h1!" }, about.name, " ", count));
    const rows = new RowsView<Photo>((photo, box) => {
      const y = part.top + box.y;
      const inView = y < window.innerHeight && y + box.height > 0;
      const place = !inView ? "beyond" : Math.abs(y - this.#first) < 1 ? "first row" : "in view";
      return drawShot(this.gallery, photo, { width: box.width, inView, bare: !this.now.draws(place) });
    });
    const section = make("section", { id, class: "grid-section" }, head, rows.element);
    const part: Part = { section, head, rows, count, photos, visible: photos, id, top: 0 };
    return part;
  }

  /** Lays all rows out, with `gap` CSS pixels between photos. */
  arrange(filter: GridFilter, { width, gap }: { width: number; gap: number }): void {
    const { data } = this.gallery;
    this.width = width;
    const caption = data.label === "none" ? 0 : CAPTION;
    const options = { width, aim: width < WIDE ? AIM.narrow : AIM.wide, gap, caption };
    for (const part of this.#parts) {
      part.visible = filter.of(part.photos);
      part.section.hidden = part.visible.length === 0;
      part.count.textContent = say("photos_count", { n: part.visible.length });
      const ratios = part.visible.map(({ ratio }) => ratio);
      part.rows.arrange(part.visible, justifiedRows(ratios, options));
    }
    this.#shown = filter.passesAll ? this.gallery.photos : this.#parts.flatMap(({ visible }) => visible);
  }

  /** Puts what belongs beside the first title there, or above the photos where none is shown. */
  putHead(grid: HTMLElement, elements: readonly HTMLElement[]): void {
    const head = this.#parts.find(({ section }) => !section.hidden)?.head ?? this.#alone;
    const wanted = elements.filter(({ hidden }) => !hidden);
    for (const element of elements) if (element.hidden) element.remove();
    if (wanted.some((element) => element.parentElement !== head)) head.append(...wanted);
    if (head === this.#alone) grid.prepend(head);
    else this.#alone.remove();
  }

  /** Has the rows in the page that touch the span, from the top of the screen; the others are taken out. */
  show(top: number, bottom: number): void {
    this.#measure();
    for (const part of this.#parts) part.rows.show(top - part.top, bottom - part.top);
  }

  /** Draws what was left bare. */
  complete(): void {
    this.#measure();
    for (const { rows } of this.#parts) rows.redraw((row) => row.querySelector(".shot--bare") !== null);
  }

  /** Ends when the pictures that are drawn now are there, or cannot be had. */
  async pictures(): Promise<void> {
    const drawn = this.#parts.flatMap(({ rows }) => [...rows.element.querySelectorAll("img")]);
    const waited = drawn.filter(({ complete }) => !complete);
    const ended = (picture: HTMLImageElement) =>
      new Promise<void>((resolve) => {
        for (const event of ["load", "error"]) picture.addEventListener(event, () => resolve(), { once: true });
      });
    await Promise.all(waited.map(ended));
  }

  /** Fetches rows of the list that are missing for what is drawn. */
  needShown(): void {
    let from = Number.POSITIVE_INFINITY;
    let to = 0;
    for (const { rows } of this.#parts) {
      for (const shot of rows.element.querySelectorAll<HTMLElement>(".shot--bare[data-photo='']")) {
        const index = Number(shot.dataset.index);
        from = Math.min(from, index);
        to = Math.max(to, index + 1);
      }
    }
    if (to) this.gallery.need(from, to);
  }

  /** The id of the last section that begins above this height of the screen. */
  reached(height: number): string | undefined {
    const reached = this.#parts.findLast((part) => !part.section.hidden && part.top < height);
    return reached?.id ?? this.#parts.find(({ id }) => id)?.id ?? undefined;
  }

  /** The first photo on the screen; null while the page is not scrolled into the grid. */
  anchor(): Anchor | null {
    for (const { rows } of this.#parts) {
      const box = rows.element.getBoundingClientRect();
      if (box.top >= 0) return null;
      if (box.bottom <= 0) continue;
      const found = rows.at(-box.top);
      if (found) return { photo: found.item, top: found.offset };
    }
    return null;
  }

  /** Scrolls so that the photo stands where the anchor says; `seen`: not so high that its row, lower now, is out of sight. */
  putBack({ photo, top }: Anchor, { seen = false } = {}): void {
    const place = this.#place(photo);
    if (!place) return;
    const highest = BARS.above + SLIVER - place.height;
    window.scrollBy(0, place.top - (seen ? Math.max(top, highest) : top));
  }

  /** Scrolls as little as needed to have the photo on the screen, below the bar. */
  reveal(photo: Photo): void {
    const place = this.#place(photo);
    if (!place) return;
    const { top, height } = place;
    if (top < BARS.above) window.scrollBy(0, top - BARS.above);
    else if (top + height > window.innerHeight - BARS.below) {
      window.scrollBy(0, Math.min(top - BARS.above, top + height - window.innerHeight + BARS.below));
    }
  }

  /** The photo before (-1) or after (+1). */
  beside(photo: Photo, step: -1 | 1): Photo | undefined {
    const at = this.#shown.indexOf(photo);
    return at < 0 ? undefined : this.#shown[at + step];
  }

  /** The photo above (-1) or below (+1), over the edges of sections. */
  above(photo: Photo, step: -1 | 1): Photo | undefined {
    const shown = this.#parts.filter(({ visible }) => visible.length);
    const at = shown.findIndex(({ visible }) => visible.includes(photo));
    const next = shown[at + step];
    return shown[at]?.rows.neighbour(photo, step) ?? (step < 0 ? next?.visible.at(-1) : next?.visible[0]);
  }

  #measure(): void {
    for (const part of this.#parts) part.top = part.rows.element.getBoundingClientRect().top;
    const part = this.#parts.find(({ top, rows, visible }) => visible.length && top + rows.height > 0);
    const above = part ? Math.max(0, -part.top) : 0;
    this.#first = part ? part.top + above + (part.rows.at(above)?.offset ?? 0) : 0;
  }

  #place(photo: Photo): { top: number; height: number } | null {
    for (const { rows, visible } of this.#parts) {
      const place = visible.includes(photo) ? rows.place(photo) : null;
      if (place) return { top: rows.element.getBoundingClientRect().top + place.y, height: place.height };
    }
    return null;
  }
}
