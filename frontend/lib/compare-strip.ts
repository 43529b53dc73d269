/** The strip below photos side by side: those one can take in or out, drawn as far as one scrolls. */
import { make } from "./element.ts";
import type { Gallery, Photo } from "./gallery.ts";
import { say } from "./messages.ts";
import { describe } from "./photo-shot.ts";
import { placeholderUrl } from "./placeholder.ts";

export interface StripOptions {
  gallery: Gallery;
  photos: readonly Photo[];
  first: readonly Photo[];
  toggle: (photo: Photo) => void;
}

const AROUND = 16;
const MORE = 16;
const NEAR_PX = 400;

export class CompareStrip {
  readonly element = make("div", { class: "strip", role: "group", "aria-label": say("compare_add") });
  /** Places of `photos` that are drawn: from, and up to but not including, to. */
  #from: number;
  #to: number;
  readonly #drawn = new Map<Photo, HTMLButtonElement>();
  #marked: readonly Photo[] = [];

  constructor(private readonly options: StripOptions) {
    const { photos, first } = options;
    const at = Math.max(0, first[0] ? photos.indexOf(first[0]) : 0);
    this.#from = this.#to = at;
    this.#extend(at - AROUND, at + AROUND);
    this.element.addEventListener("scroll", () => this.#scrolled(), { passive: true });
  }

  mark(photos: readonly Photo[]): void {
    this.#marked = photos;
    for (const [photo, button] of this.#drawn) button.setAttribute("aria-pressed", String(photos.includes(photo)));
  }

  reveal(photo: Photo): void {
    const at = this.options.photos.indexOf(photo);
    this.#extend(at - AROUND, at + AROUND);
    const button = this.#drawn.get(photo);
    if (!button) return;
    this.element.scrollLeft = button.offsetLeft - (this.element.clientWidth - button.offsetWidth) / 2;
  }

  #scrolled(): void {
    const { scrollLeft, clientWidth, scrollWidth } = this.element;
    if (scrollLeft < NEAR_PX) this.#extend(this.#from - MORE, this.#to);
    if (scrollLeft + clientWidth > scrollWidth - NEAR_PX) this.#extend(this.#from, this.#to + MORE);
  }

  #extend(from: number, to: number): void {
    const { photos } = this.options;
    const before = photos.slice(Math.max(0, from), this.#from).map((photo) => this.#draw(photo));
    const after = photos.slice(this.#to, Math.max(this.#to, to)).map((photo) => this.#draw(photo));
    this.#from = Math.min(this.#from, Math.max(0, from));
    this.#to = Math.min(photos.length, Math.max(this.#to, to));
    const width = this.element.scrollWidth;
    this.element.prepend(...before);
    if (before.length) this.element.scrollLeft += this.element.scrollWidth - width;
    this.element.append(...after);
  }

  #draw(photo: Photo): HTMLButtonElement {
    const button = make("button", { class: "strip__shot", type: "button" });
    this.#drawn.set(photo, button);
    button.setAttribute("aria-pressed", String(this.#marked.includes(photo)));
    button.addEventListener("click", () => photo.loaded && this.options.toggle(photo));
    this.#fill(photo, button);
    return button;
  }

  async #fill(photo: Photo, button: HTMLButtonElement): Promise<void> {
    const { gallery } = this.options;
    button.style.aspectRatio = String(photo.width / photo.height);
    if (!photo.loaded && !(await gallery.load(photo))) return;
    const placeholder = placeholderUrl(photo.placeholder);
    if (placeholder) button.style.backgroundImage = `url("${placeholder}")`;
    button.setAttribute("aria-label", describe(gallery, photo));
    button.append(make("img", { src: gallery.address(photo, "grid"), alt: "", loading: "lazy", decoding: "async" }));
  }
}
