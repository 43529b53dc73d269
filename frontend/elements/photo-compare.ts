/**
 * <photo-compare></photo-compare>, made by the full screen; fetched only then.
 *
 * Two to four photos side by side (a phone stacks them), zoomed and moved together: wheel, pinch, drag, double tap, + − 0.
 * The strip below takes photos in and out. On a photo: ← → put its neighbour in its place, F chooses, Delete takes it out,
 * Shift + arrows move; Esc and Back close.
 */
import "./photo-compare.css";
import { ComparePane } from "../lib/compare-pane.ts";
import { CompareStrip } from "../lib/compare-strip.ts";
import { icon, make } from "../lib/element.ts";
import type { Gallery, Photo } from "../lib/gallery.ts";
import { bestColumns, clampView, mostZoom, panBy, type View, WHOLE, zoomAt } from "../lib/linked-zoom.ts";
import { say } from "../lib/messages.ts";
import { toast } from "../lib/toasts.ts";

export interface Comparing {
  gallery: Gallery;
  /** Those one can choose from, in order. */
  photos: readonly Photo[];
  /** Those that are shown first. */
  first: readonly Photo[];
  closed: () => void;
}

const FEWEST = 2;
const MOST = 4;
const STEP = 1.5;
const PAN = 80;
const SWIPES: Record<string, { x: number; y: number }> = {
  ArrowLeft: { x: PAN, y: 0 },
  ArrowRight: { x: -PAN, y: 0 },
  ArrowUp: { x: 0, y: PAN },
  ArrowDown: { x: 0, y: -PAN },
};

export function openCompare(comparing: Comparing): void {
  const element = make("photo-compare" as "div") as unknown as PhotoCompare;
  element.comparing = comparing;
  document.body.append(element);
}

export class PhotoCompare extends HTMLElement {
  comparing!: Comparing;
  readonly #dialog = make("dialog", { class: "compare", tabindex: -1 });
  readonly #room = make("div", { class: "compare__room" });
  readonly #heading = make("h2", { class: "compare__heading num", "aria-live": "polite" });
  readonly #leave = new AbortController();
  readonly #resized = new ResizeObserver(() => this.#lay());
  #strip!: CompareStrip;
  #panes: ComparePane[] = [];
  #view: View = WHOLE;
  #popped = false;

  connectedCallback(): void {
    const { photos, first } = this.comparing;
    this.#strip = new CompareStrip({ ...this.comparing, toggle: (photo) => this.#toggle(photo) });
    this.#build();
    history.pushState(history.state, "", location.href);
    this.append(this.#dialog);
    this.#dialog.showModal();
    this.#dialog.focus();
    this.#resized.observe(this.#room);
    this.#listen();
    this.#take(first.filter((photo) => photos.includes(photo)));
    if (first[0]) this.#strip.reveal(first[0]);
  }

  disconnectedCallback(): void {
    this.#leave.abort();
    this.#resized.disconnect();
  }

  // ── building ────────────────────────────────────────────────────────────────────────────────────────────────────

  #build(): void {
    const zoom = make(
      "div",
      { class: "compare__zoom" },
      this.#button("minus", say("zoom_out"), () => this.#zoom(1 / STEP)),
      this.#button("plus", say("zoom_in"), () => this.#zoom(STEP)),
    );
    const close = this.#button("x", say("compare_close"), () => this.#dialog.close());
    const bar = make("header", { class: "compare__bar" }, close, this.#heading, zoom);
    this.#dialog.setAttribute("aria-label", say("compare"));
    this.#dialog.append(bar, this.#room, this.#strip.element);
  }

  #button(name: string, label: string, act: () => void): HTMLButtonElement {
    const button = make("button", { class: "icb", type: "button", "aria-label": label, title: label }, icon(name));
    button.addEventListener("click", act);
    return button;
  }

  #listen(): void {
    const { signal } = this.#leave;
    const { gallery } = this.comparing;
    this.#dialog.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.#dialog.addEventListener("close", () => this.#finish(), { signal });
    window.addEventListener(
      "popstate",
      () => {
        this.#popped = true;
        this.#dialog.close();
      },
      { signal },
    );
    const refresh = () => {
      for (const pane of this.#panes) pane.refresh();
    };
    gallery.addEventListener("favourites", refresh, { signal });
  }

  // ── which photos ────────────────────────────────────────────────────────────────────────────────────────────────

  #take(photos: readonly Photo[]): void {
    const { gallery } = this.comparing;
    this.#panes = photos.map(
      (photo) =>
        this.#panes.find((pane) => pane.photo === photo) ??
        new ComparePane(gallery, photo, {
          moved: (change, pane) => this.#see(change(this.#view, { frame: pane.frame, most: this.#most })),
          remove: () => this.#toggle(photo),
        }),
    );
    for (const pane of this.#panes) pane.removable = photos.length > FEWEST;
    const elements = this.#panes.map((pane) => pane.element);
    // Those that stay are not touched: moving an element takes its focus away.
    for (const child of [...this.#room.children]) if (!elements.includes(child as HTMLElement)) child.remove();
    elements.forEach((element, at) => {
      if (this.#room.children[at] !== element) this.#room.insertBefore(element, this.#room.children[at] ?? null);
    });
    this.#heading.textContent = say("compare_count", { n: photos.length });
    this.#strip.mark(photos);
    this.#lay();
  }

  get #photos(): Photo[] {
    return this.#panes.map((pane) => pane.photo);
  }

  #toggle(photo: Photo): void {
    const photos = this.#photos;
    const shown = photos.includes(photo);
    if (shown && photos.length <= FEWEST) toast(say("compare_fewest"));
    else if (!shown && photos.length >= MOST) toast(say("compare_most"));
    else this.#take(shown ? photos.filter((one) => one !== photo) : [...photos, photo]);
  }

  /** The next or previous photo that is not shown takes this one's place. */
  async #swap(pane: ComparePane, step: 1 | -1): Promise<void> {
    const { photos, gallery } = this.comparing;
    const shown = this.#photos;
    let at = photos.indexOf(pane.photo) + step;
    while (photos[at] && shown.includes(photos[at] as Photo)) at += step;
    const next = photos[at];
    if (!next || !(await gallery.load(next))) return;
    this.#take(shown.map((photo) => (photo === pane.photo ? next : photo)));
    this.#strip.reveal(next);
    this.#panes.find((one) => one.photo === next)?.element.focus();
  }

  // ── zoom ────────────────────────────────────────────────────────────────────────────────────────────────────────

  get #most(): number {
    return mostZoom(this.#panes.map((pane) => pane.frame));
  }

  #see(view: View): void {
    this.#view = view;
    for (const pane of this.#panes) pane.place(view);
  }

  #zoom(factor: number): void {
    const frame = this.#panes[0]?.frame;
    if (!frame) return;
    const at = { x: frame.width / 2, y: frame.height / 2 };
    this.#see(zoomAt(this.#view, frame, { at, factor, most: this.#most }));
  }

  #lay(): void {
    const room = { width: this.#room.clientWidth, height: this.#room.clientHeight };
    const ratios = this.#panes.map(({ photo }) => photo.width / photo.height);
    const columns = bestColumns(ratios, room);
    this.#room.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
    const frame = this.#panes[0]?.frame;
    if (frame) this.#see(clampView({ ...this.#view, zoom: Math.min(this.#view.zoom, this.#most) }, frame));
  }

  #key(event: KeyboardEvent): void {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const pane = this.#panes.find(({ element }) => element.contains(event.target as Node));
    const swipe = SWIPES[event.key];
    const frame = this.#panes[0]?.frame;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key] as 1 | -1 | undefined;
    if (event.key === "+" || event.key === "=") this.#zoom(STEP);
    else if (event.key === "-") this.#zoom(1 / STEP);
    else if (event.key === "0") this.#see(WHOLE);
    else if (event.shiftKey && swipe && frame) this.#see(panBy(this.#view, frame, swipe));
    else if (pane && step) this.#swap(pane, step);
    else if (pane && event.key.toLowerCase() === "f") pane.favour();
    else if (pane && (event.key === "Delete" || event.key === "Backspace")) this.#toggle(pane.photo);
    else return;
    event.preventDefault();
  }

  #finish(): void {
    this.#leave.abort();
    if (!this.#popped) history.back();
    this.remove();
    this.comparing.closed();
  }
}

customElements.define("photo-compare", PhotoCompare);
