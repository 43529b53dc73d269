/** One photo of several side by side: its picture, heart and name; what a finger, mouse or wheel does on it moves all. */
import { icon, make } from "./element.ts";
import { type Gallery, type Photo, viewSize } from "./gallery.ts";
import { type Frame, type Point, panBy, placement, type View, WHOLE, zoomAt } from "./linked-zoom.ts";
import { say } from "./messages.ts";
import { describe } from "./photo-shot.ts";

/** What becomes of the common view. */
export type Change = (view: View, room: { frame: Frame; most: number }) => View;

export interface PaneOptions {
  moved: (change: Change, pane: ComparePane) => void;
  remove: () => void;
}

const TAP_MS = 300;
const TAP_PX = 24;

export class ComparePane {
  readonly element: HTMLElement;
  readonly #stage = make("div", { class: "pane__stage" });
  readonly #image: HTMLImageElement;
  readonly #heart = make("button", { class: "icb", type: "button" }, icon("heart"));
  readonly #out = make("button", { class: "icb", type: "button" }, icon("x"));
  readonly #fingers = new Map<number, Point>();
  #tap = { at: 0, x: 0, y: 0 };

  constructor(
    private readonly gallery: Gallery,
    readonly photo: Photo,
    private readonly options: PaneOptions,
  ) {
    const name = describe(gallery, photo);
    const size = viewSize(photo);
    this.#image = make("img", { src: gallery.address(photo, "view"), alt: name, draggable: "false", ...size });
    this.#image.style.backgroundImage = `url("${gallery.address(photo, "grid")}")`;
    this.#stage.append(this.#image);
    this.#heart.addEventListener("click", () => this.favour());
    this.#out.addEventListener("click", () => options.remove());
    this.#out.setAttribute("aria-label", say("compare_out", { photo: name }));
    this.#heart.setAttribute("aria-label", say("heart", { photo: name }));
    const label = make("span", { class: "pane__name fn" }, gallery.label(photo));
    const foot = make("div", { class: "pane__foot" }, label, gallery.canChoose && this.#heart, this.#out);
    this.element = make("div", { class: "pane", tabindex: 0, role: "group", "aria-label": name }, this.#stage, foot);
    this.#listen();
    this.refresh();
  }

  set removable(removable: boolean) {
    this.#out.hidden = !removable;
  }

  get frame(): Frame {
    const { width, height } = viewSize(this.photo);
    const pane = { width: this.#stage.clientWidth || 1, height: this.#stage.clientHeight || 1 };
    return { ...pane, pictureWidth: width, pictureHeight: height };
  }

  favour(): void {
    if (this.gallery.canChoose) this.gallery.favourites.toggle(this.photo.id);
  }

  refresh(): void {
    this.#heart.setAttribute("aria-pressed", String(this.gallery.favourites.has(this.photo.id)));
  }

  place(view: View): void {
    const { left, top, scale } = placement(view, this.frame);
    this.#image.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
    this.#stage.classList.toggle("is-near", view.zoom > 1);
  }

  #listen(): void {
    const stage = this.#stage;
    stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    stage.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      stage.setPointerCapture(event.pointerId);
      this.#fingers.set(event.pointerId, this.#at(event));
      if (this.#fingers.size === 1) this.#tapped(event);
    });
    stage.addEventListener("pointermove", (event) => this.#drag(event));
    const lift = (event: PointerEvent) => this.#fingers.delete(event.pointerId);
    stage.addEventListener("pointerup", lift);
    stage.addEventListener("pointercancel", lift);
  }

  #at(event: MouseEvent): Point {
    const box = this.#stage.getBoundingClientRect();
    return { x: event.clientX - box.x, y: event.clientY - box.y };
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const factor = Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.002));
    const at = this.#at(event);
    this.options.moved((view, { frame, most }) => zoomAt(view, frame, { at, factor, most }), this);
  }

  /** One finger moves, two zoom about their middle and move with it. */
  #drag(event: PointerEvent): void {
    const before = this.#fingers.get(event.pointerId);
    if (!before) return;
    const now = this.#at(event);
    const other = [...this.#fingers].find(([id]) => id !== event.pointerId)?.[1];
    this.#fingers.set(event.pointerId, now);
    const by = { x: now.x - before.x, y: now.y - before.y };
    if (!other) {
      this.options.moved((view, { frame }) => panBy(view, frame, by), this);
      return;
    }
    const factor = distance(now, other) / Math.max(1, distance(before, other));
    const at = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    this.options.moved((view, { frame, most }) => {
      const moved = panBy(view, frame, { x: by.x / 2, y: by.y / 2 });
      return zoomAt(moved, frame, { at, factor, most });
    }, this);
  }

  #tapped(event: PointerEvent): void {
    const now = { at: event.timeStamp, x: event.clientX, y: event.clientY };
    const twice = now.at - this.#tap.at < TAP_MS && distance(now, this.#tap) < TAP_PX;
    this.#tap = twice ? { at: 0, x: 0, y: 0 } : now;
    if (!twice) return;
    const at = this.#at(event);
    this.options.moved(
      (view, { frame, most }) => (view.zoom > 1 ? WHOLE : zoomAt(view, frame, { at, factor: most, most })),
      this,
    );
  }
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
