/**
 * <photo-lightbox></photo-lightbox>, made by <photo-grid> when a photo is opened; fetched only then.
 *
 * Full screen on PhotoSwipe: next and previous ready, pinch, double tap and wheel zoom, swipe down closes; ← → F C H N V + −
 * Esc, Space for the slideshow. The address follows the photo (#photo-ID), Back closes. Comments at the right, on a phone
 * below the photo, with pins on it.
 */
import PhotoSwipe from "photoswipe";
import "photoswipe/photoswipe.css";
import "./photo-lightbox.css";
import { CommentsPanel } from "../lib/comments-panel.ts";
import { make } from "../lib/element.ts";
import type { Gallery, Photo } from "../lib/gallery.ts";
import { say } from "../lib/messages.ts";
import { PhotoActions } from "../lib/photo-actions.ts";
import { type Box, spotAt } from "../lib/pins.ts";
import { Slideshow } from "../lib/slideshow.ts";
import { openDialog, toast } from "../lib/toasts.ts";
import { ViewAddress } from "../lib/view-address.ts";
import { barButton, ViewBar } from "../lib/view-bar.ts";
import { loadAround, loadFailed, swipeOptions } from "../lib/view-swipe.ts";
import { counterOf } from "./favourite-counter.ts";

export interface Opening {
  gallery: Gallery;
  /** Those one can go through, in order. */
  photos: readonly Photo[];
  photo: Photo;
  /** Whether opening is a step of the browser's history: Back then closes. */
  push: boolean;
  closed: (last: Photo) => void;
}

const WIDE = "(width >= 64rem)";
const BAR = { wide: 56, narrow: 44 };
const ZOOM_STEP = 1.5;

let open: PhotoLightbox | null = null;

/** Shows the photo in full screen; goes to it when full screen is open already. */
export function openLightbox(opening: Opening): void {
  if (open) {
    open.goTo(opening.photo);
    return;
  }
  open = make("photo-lightbox" as "div") as unknown as PhotoLightbox;
  open.opening = opening;
  document.body.append(open);
}

export class PhotoLightbox extends HTMLElement {
  opening!: Opening;
  readonly #dialog = make("dialog", { class: "view", tabindex: -1 });
  readonly #stage = make("div", { class: "view__stage" });
  readonly #previous = this.#step("chevron-left", "previous", () => this.#swipe.prev());
  readonly #next = this.#step("chevron-right", "next", () => this.#swipe.next());
  readonly #talk = barButton({ icon: "message-circle", label: say("comments"), act: () => this.#converse() });
  readonly #leave = new AbortController();
  readonly #show = new Slideshow({
    ready: () => this.#isNextReady(),
    next: () => this.#goOn(),
    changed: (running) => this.#showing(running),
  });
  #bar!: ViewBar;
  #actions!: PhotoActions;
  #address!: ViewAddress;
  #comments: CommentsPanel | null = null;
  #swipe!: PhotoSwipe;

  connectedCallback(): void {
    const { gallery, photo, push } = this.opening;
    this.#address = new ViewAddress(photo, push);
    this.#build(gallery);
    this.append(this.#dialog);
    this.#dialog.showModal();
    this.#dialog.focus();
    this.#start();
    this.#listen(gallery);
  }

  disconnectedCallback(): void {
    this.#leave.abort();
    this.#show.stop();
    if (open === this) open = null;
  }

  goTo(photo: Photo): void {
    const index = this.opening.photos.indexOf(photo);
    if (index >= 0 && index !== this.#swipe.currIndex) this.#swipe.goTo(index);
  }

  get #photo(): Photo {
    return this.opening.photos[this.#swipe.currIndex] ?? this.opening.photo;
  }

  // ── building ────────────────────────────────────────────────────────────────────────────────────────────────────

  #build(gallery: Gallery): void {
    const several = this.opening.photos.length > 1;
    const compare = { icon: "columns-2", label: say("compare"), key: "V", act: () => this.#compare() };
    const play = { icon: "play", label: say("slideshow"), key: say("space"), act: () => this.#show.start() };
    const about = { gallery, photo: () => this.#photo, dialog: this.#dialog, interrupt: () => this.#show.stop() };
    this.#actions = new PhotoActions(about, this.#leave.signal);
    this.#bar = new ViewBar({
      close: () => this.#swipe.close(),
      counter: counterOf(gallery),
      main: this.#actions.main(gallery.data.urls.comments ? this.#talk : null),
      more: [...this.#actions.more(), ...(several ? [compare, play] : [])],
    });
    this.#dialog.setAttribute("aria-label", say("full_screen"));
    this.#dialog.append(this.#bar.element, this.#previous, this.#stage, this.#next, this.#show.element);
    if (gallery.data.urls.comments) this.#buildComments(gallery);
  }

  #buildComments(gallery: Gallery): void {
    const { signal } = this.#leave;
    const options = { close: () => this.#converse(false), box: () => this.#box(), signal };
    this.#comments = new CommentsPanel(gallery, options);
    this.#talk.setAttribute("aria-expanded", "false");
    this.#comments.element.hidden = true;
    this.#dialog.append(this.#comments.element);
    this.#stage.append(this.#comments.pins.element);
  }

  #step(name: string, label: "previous" | "next", act: () => void): HTMLButtonElement {
    return barButton({ icon: `${name}`, label: say(label), act }, `view__${label}`);
  }

  #start(): void {
    const { photos, gallery, photo } = this.opening;
    const options = swipeOptions(gallery, photos);
    const swipe = new PhotoSwipe({
      ...options.fixed,
      index: Math.max(0, photos.indexOf(photo)),
      appendToEl: this.#stage,
      getViewportSizeFn: () => ({ x: this.#stage.clientWidth, y: this.#stage.clientHeight }),
      paddingFn: () => this.#padding(),
      imageClickAction: (point, event) => this.#tapped(event) || this.#swipe.currSlide?.toggleZoom(point),
      tapAction: (_, event) => this.#tapped(event) || this.#dialog.classList.toggle("view--bare"),
    });
    options.describe(swipe);
    swipe.on("keydown", (event) => event.preventDefault()); // it would take the focus at the first Tab
    swipe.on("change", () => this.#changed());
    swipe.on("zoomPanUpdate", () => this.#comments?.pins.place());
    swipe.on("moveMainScroll", () => this.#comments?.pins.place());
    swipe.on("close", () => this.#address.settle());
    swipe.on("destroy", () => this.#finish());
    this.#swipe = swipe;
    swipe.init();
    swipe.element?.removeAttribute("role");
  }

  #padding(): { top: number; bottom: number; left: number; right: number } {
    if (this.#show.running) return { top: 0, bottom: 0, left: 0, right: 0 };
    if (matchMedia(WIDE).matches) return { top: BAR.wide, bottom: 36, left: 72, right: 72 };
    return { top: BAR.narrow, bottom: this.#talking ? 0 : BAR.narrow, left: 0, right: 0 };
  }

  // ── what people do ──────────────────────────────────────────────────────────────────────────────────────────────

  #listen(gallery: Gallery): void {
    const { signal } = this.#leave;
    // A button that had the focus and went away, or cannot be pressed any more, leaves it to the page: keys work on.
    document.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.#dialog.addEventListener("cancel", (event) => this.#escape(event), { signal });
    this.#dialog.addEventListener("pointermove", () => this.#show.wake(), { signal });
    window.addEventListener("online", () => loadFailed(this.#swipe), { signal });
    window.addEventListener("popstate", () => this.#popped(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.#show.togglePause(true), { signal });
    gallery.addEventListener("comments", () => this.#drawTalk(), { signal });
  }

  #escape(event: Event): void {
    if (event.target !== this.#dialog) return;
    event.preventDefault();
    if (this.#show.running) this.#show.stop();
    else this.#swipe.close();
  }

  #key(event: KeyboardEvent): void {
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest("textarea, input, dialog:not(.view)") || openDialog() !== this.#dialog) return;
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === " " && target.closest("button, a")) return;
    const act = this.#acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    this.#show.wake();
    act();
  }

  readonly #acts: Record<string, () => void> = {
    ArrowLeft: () => this.#swipe.prev(),
    ArrowRight: () => this.#swipe.next(),
    Home: () => this.#swipe.goTo(0),
    End: () => this.#swipe.goTo(this.opening.photos.length - 1),
    " ": () => (this.#show.running ? this.#show.togglePause() : this.#show.start()),
    f: () => this.#actions.favour(),
    h: () => this.#actions.hide(),
    c: () => this.#converse(),
    n: () => this.#actions.note(),
    l: () => this.#actions.lists(),
    v: () => this.#compare(),
    "+": () => this.#zoom(ZOOM_STEP),
    "=": () => this.#zoom(ZOOM_STEP),
    "-": () => this.#zoom(1 / ZOOM_STEP),
  };

  #zoom(factor: number): void {
    const slide = this.#swipe.currSlide;
    if (!slide) return;
    const { max, initial } = slide.zoomLevels;
    this.#swipe.zoomTo(Math.min(max, Math.max(initial, slide.currZoomLevel * factor)), undefined, 200);
  }

  /** A tap on the picture that is not for zooming: pauses the slideshow, or points at a spot. True when it was taken. */
  #tapped(event: PointerEvent): boolean {
    if (this.#show.running) {
      this.#show.togglePause();
      return true;
    }
    if (!this.#talking || !this.#comments) return false;
    const stage = this.#stage.getBoundingClientRect();
    const box = this.#box();
    const spot = box && spotAt({ x: event.clientX - stage.x, y: event.clientY - stage.y }, box);
    if (spot) this.#comments.pointAt(spot);
    return true;
  }

  async #compare(): Promise<void> {
    const { gallery, photos } = this.opening;
    const at = this.#swipe.currIndex;
    const pair = at + 1 < photos.length ? [photos[at], photos[at + 1]] : [photos[at - 1], photos[at]];
    const first = pair.filter((photo) => photo !== undefined);
    if (first.length < 2) return;
    this.#show.stop();
    const [fetched] = await Promise.all([
      import("./photo-compare.ts").catch(() => null),
      ...first.map((photo) => gallery.load(photo)),
    ]);
    if (!fetched || !first.every((photo) => photo.loaded)) return toast(say("not_reached"), { bad: true });
    fetched.openCompare({ gallery, photos, first, closed: () => this.#dialog.focus() });
  }

  get #talking(): boolean {
    return this.#dialog.classList.contains("view--talk");
  }

  /** Opens the comments beside the photo, or closes them. */
  #converse(talking = !this.#talking): void {
    const comments = this.#comments;
    if (!comments || talking === this.#talking) return;
    if (talking) this.#show.stop();
    this.#dialog.classList.toggle("view--talk", talking);
    comments.element.hidden = !talking;
    comments.pins.element.hidden = !talking;
    this.#talk.setAttribute("aria-expanded", String(talking));
    if (talking && this.#photo.loaded) comments.show(this.#photo);
    if (talking && matchMedia(WIDE).matches) comments.focus();
    else if (!talking) this.#talk.focus();
    this.#fit();
  }

  // ── the slideshow ───────────────────────────────────────────────────────────────────────────────────────────────

  #isNextReady(): boolean {
    const content = this.#swipe.contentLoader.getContentByIndex(this.#swipe.currIndex + 1);
    return !content?.isLoading();
  }

  #goOn(): boolean {
    if (this.#swipe.currIndex >= this.opening.photos.length - 1) return false;
    this.#swipe.next();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!calm) this.#stage.animate([{ opacity: 0.2 }, { opacity: 1 }], { duration: 600, easing: "ease-out" });
    return true;
  }

  #showing(running: boolean): void {
    if (running) this.#converse(false);
    this.#dialog.classList.toggle("view--play", running);
    this.#dialog.focus();
    this.#fit();
  }

  // ── following the photo ─────────────────────────────────────────────────────────────────────────────────────────

  #changed(): void {
    const { gallery, photos } = this.opening;
    const photo = this.#photo;
    loadAround(gallery, photos, this.#swipe);
    const name = gallery.data.label === "filename" ? photo.name : null;
    this.#bar.say(say("place_of", { n: this.#swipe.currIndex + 1, total: photos.length }), name);
    this.#previous.disabled = this.#swipe.currIndex === 0;
    this.#next.disabled = this.#swipe.currIndex === photos.length - 1;
    this.#show.restart();
    this.#fit();
    if (!photo.loaded) return;
    this.#actions.draw();
    this.#drawTalk();
    this.#address.follow(photo);
    if (this.#talking) this.#comments?.show(photo);
  }

  /** Where the picture lies in the stage now, while it is moved too. */
  #box(): Box | null {
    const slide = this.#swipe.currSlide;
    if (!slide) return null;
    const { mainScroll } = this.#swipe;
    const zoom = slide.currZoomLevel;
    const shift = mainScroll.x - mainScroll.getCurrSlideX();
    return { x: slide.pan.x + shift, y: slide.pan.y, width: slide.width * zoom, height: slide.height * zoom };
  }

  #drawTalk(): void {
    const label = say("comments_count", { n: this.#photo.comments });
    this.#talk.setAttribute("aria-label", label);
    this.#talk.title = `${label} (C)`;
    this.#talk.classList.toggle("has-comments", this.#photo.comments > 0);
  }

  /** On a phone the photo keeps its own height above the comments, but no more than half of the screen. */
  #fit(): void {
    const ratio = this.#photo.width / this.#photo.height;
    const height = BAR.narrow + this.#dialog.clientWidth / ratio;
    this.#stage.style.setProperty("--stage", `${Math.round(Math.min(height, window.innerHeight * 0.5))}px`);
    this.#swipe.updateSize(true);
    this.#comments?.pins.place();
  }

  // ── closing ─────────────────────────────────────────────────────────────────────────────────────────────────────

  async #popped(): Promise<void> {
    const photo = await this.#address.popped(this.opening.gallery);
    if (photo) this.goTo(photo);
    else this.#swipe.close();
  }

  #finish(): void {
    const last = this.#photo;
    this.#dialog.close();
    this.remove();
    this.#address.leave();
    this.opening.closed(last);
  }
}

customElements.define("photo-lightbox", PhotoLightbox);
