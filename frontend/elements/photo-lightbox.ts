/**
 * <photo-lightbox></photo-lightbox>, made by <photo-grid> when a photo is opened; fetched only then.
 *
 * Full screen on PhotoSwipe: next and previous ready, pinch, double tap and wheel zoom, swipe down closes; ← → F C Esc.
 * The address follows the photo (#photo-ID), Back closes. Comments at the right, on a phone below the photo.
 */
import PhotoSwipe from "photoswipe";
import "photoswipe/photoswipe.css";
import "./photo-lightbox.css";
import { CommentsPanel } from "../lib/comments-panel.ts";
import { icon, make } from "../lib/element.ts";
import { type Gallery, type Photo, viewSize } from "../lib/gallery.ts";
import { say } from "../lib/messages.ts";
import { describe } from "../lib/photo-shot.ts";

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
  readonly #place = make("p", { class: "view__place num", "aria-live": "polite" });
  readonly #previous = this.#button("chevron-left", say("previous"), () => this.#swipe.prev(), "view__previous");
  readonly #next = this.#button("chevron-right", say("next"), () => this.#swipe.next(), "view__next");
  readonly #heart = this.#button("heart", say("favourite"), () => this.#favour());
  readonly #talk = this.#button("message-circle", say("comments"), () => this.#toggleComments());
  readonly #download = make("a", { class: "icb", "aria-label": say("download"), download: true }, icon("download"));
  readonly #leave = new AbortController();
  #comments: CommentsPanel | null = null;
  #swipe!: PhotoSwipe;
  #pushed = false;
  #closing = false;

  connectedCallback(): void {
    const { gallery, photo, push } = this.opening;
    this.#pushed = push;
    if (push) {
      // Coming back must not scroll: the photo last seen is brought into view instead.
      history.scrollRestoration = "manual";
      history.pushState(null, "", addressOf(photo));
    }
    this.#build(gallery);
    this.append(this.#dialog);
    this.#dialog.showModal();
    this.#dialog.focus();
    this.#start();
    this.#listen(gallery);
  }

  disconnectedCallback(): void {
    this.#leave.abort();
    if (open === this) open = null;
  }

  goTo(photo: Photo): void {
    const index = this.opening.photos.indexOf(photo);
    if (index >= 0) this.#swipe.goTo(index);
  }

  get #photo(): Photo {
    return this.opening.photos[this.#swipe.currIndex] ?? this.opening.photo;
  }

  // ── building ────────────────────────────────────────────────────────────────────────────────────────────────────

  #build(gallery: Gallery): void {
    const { urls } = gallery.data;
    const actions = make(
      "div",
      { class: "view__actions" },
      gallery.canChoose && this.#heart,
      urls.comments && this.#talk,
      urls.download && this.#download,
    );
    const close = this.#button("x", say("close"), () => this.#swipe.close());
    const bar = make("header", { class: "view__bar" }, close, this.#place, actions);
    this.#dialog.setAttribute("aria-label", say("full_screen"));
    this.#dialog.append(bar, this.#previous, this.#stage, this.#next);
    if (urls.comments) {
      this.#comments = new CommentsPanel(gallery, () => this.#toggleComments());
      this.#talk.setAttribute("aria-expanded", "false");
      this.#comments.element.hidden = true;
      this.#dialog.append(this.#comments.element);
    }
  }

  #button(name: string, label: string, act: () => void, classes = ""): HTMLButtonElement {
    const button = make(
      "button",
      { class: `icb ${classes}`.trim(), type: "button", "aria-label": label, title: label },
      icon(name),
    );
    button.addEventListener("click", act);
    return button;
  }

  #start(): void {
    const { gallery, photos, photo } = this.opening;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const swipe = new PhotoSwipe({
      index: Math.max(0, photos.indexOf(photo)),
      appendToEl: this.#stage,
      getViewportSizeFn: () => ({ x: this.#stage.clientWidth, y: this.#stage.clientHeight }),
      paddingFn: () => this.#padding(),
      bgOpacity: 1,
      loop: false,
      preload: [1, 2],
      showHideAnimationType: calm ? "none" : "fade",
      showAnimationDuration: 200,
      hideAnimationDuration: 200,
      wheelToZoom: true,
      imageClickAction: "zoom",
      bgClickAction: false,
      tapAction: () => this.#dialog.classList.toggle("view--bare"),
      // Keys, focus and buttons are ours: the dialog is a native one.
      escKey: false,
      arrowKeys: false,
      trapFocus: false,
      returnFocus: false,
      arrowPrev: false,
      arrowNext: false,
      zoom: false,
      close: false,
      counter: false,
      errorMsg: say("photo_not_loaded"),
    });
    swipe.addFilter("numItems", () => photos.length);
    swipe.addFilter("itemData", (_, index) => {
      const one = photos[index] as Photo;
      return {
        src: gallery.address(one, "view"),
        msrc: gallery.address(one, "grid"),
        alt: describe(gallery, one),
        ...viewSize(one),
      };
    });
    swipe.addFilter("placeholderSrc", (_, content) => content.data.msrc ?? false);
    swipe.on("change", () => this.#changed());
    swipe.on("close", () => this.#settleAddress());
    swipe.on("destroy", () => this.#finish());
    this.#swipe = swipe;
    swipe.init();
    swipe.element?.removeAttribute("role");
  }

  #padding(): { top: number; bottom: number; left: number; right: number } {
    if (matchMedia(WIDE).matches) return { top: BAR.wide, bottom: 36, left: 72, right: 72 };
    return { top: BAR.narrow, bottom: this.#talking ? 0 : BAR.narrow, left: 0, right: 0 };
  }

  // ── what people do ──────────────────────────────────────────────────────────────────────────────────────────────

  #listen(gallery: Gallery): void {
    const { signal } = this.#leave;
    this.#dialog.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.#dialog.addEventListener(
      "cancel",
      (event) => {
        if (event.target !== this.#dialog) return;
        event.preventDefault();
        this.#swipe.close();
      },
      { signal },
    );
    window.addEventListener("popstate", () => this.#popped(), { signal });
    gallery.addEventListener("favourites", () => this.#drawHeart(), { signal });
    gallery.addEventListener("comments", () => this.#drawTalk(), { signal });
  }

  #key(event: KeyboardEvent): void {
    if ((event.target as Element).closest("textarea, input")) return;
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const acts: Record<string, () => void> = {
      ArrowLeft: () => this.#swipe.prev(),
      ArrowRight: () => this.#swipe.next(),
      Home: () => this.#swipe.goTo(0),
      End: () => this.#swipe.goTo(this.opening.photos.length - 1),
      f: () => this.opening.gallery.canChoose && this.#favour(),
      c: () => this.#comments && this.#toggleComments(),
    };
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  #favour(): void {
    this.opening.gallery.favourites.toggle(this.#photo.id);
  }

  get #talking(): boolean {
    return this.#dialog.classList.contains("view--talk");
  }

  #toggleComments(): void {
    if (!this.#comments) return;
    const talking = this.#dialog.classList.toggle("view--talk");
    this.#comments.element.hidden = !talking;
    this.#talk.setAttribute("aria-expanded", String(talking));
    if (talking) this.#comments.show(this.#photo);
    if (talking && matchMedia(WIDE).matches) this.#comments.focus();
    else if (!talking) this.#talk.focus();
    this.#fit();
  }

  // ── following the photo ─────────────────────────────────────────────────────────────────────────────────────────

  #changed(): void {
    const { gallery, photos } = this.opening;
    const photo = this.#photo;
    const name = gallery.data.label === "filename" ? photo.name : null;
    const place = say("place_of", { n: this.#swipe.currIndex + 1, total: photos.length });
    this.#place.replaceChildren(place, name ? make("span", { class: "view__name fn" }, name) : "");
    this.#previous.disabled = this.#swipe.currIndex === 0;
    this.#next.disabled = this.#swipe.currIndex === photos.length - 1;
    this.#download.href = (gallery.data.urls.download ?? "").replace("{photo}", photo.id);
    this.#drawHeart();
    this.#drawTalk();
    if (!this.#closing) history.replaceState(history.state, "", addressOf(photo));
    if (this.#talking) this.#comments?.show(photo);
    this.#fit();
  }

  #drawHeart(): void {
    const chosen = this.opening.gallery.favourites.has(this.#photo.id);
    this.#heart.setAttribute("aria-pressed", String(chosen));
  }

  #drawTalk(): void {
    const label = say("comments_count", { n: this.#photo.comments });
    this.#talk.setAttribute("aria-label", label);
    this.#talk.title = label;
    this.#talk.classList.toggle("has-comments", this.#photo.comments > 0);
  }

  /** On a phone the photo keeps its own height above the comments, but no more than half of the screen. */
  #fit(): void {
    const ratio = this.#photo.width / this.#photo.height;
    const height = BAR.narrow + this.#dialog.clientWidth / ratio;
    this.#stage.style.setProperty("--stage", `${Math.round(Math.min(height, window.innerHeight * 0.5))}px`);
    this.#swipe.updateSize(true);
  }

  // ── closing ─────────────────────────────────────────────────────────────────────────────────────────────────────

  #popped(): void {
    const photo = this.opening.gallery.photo(location.hash.replace(/^#photo-/, ""));
    if (photo) {
      this.goTo(photo);
      return;
    }
    this.#pushed = false;
    this.#closing = true;
    this.#swipe.close();
  }

  #settleAddress(): void {
    if (this.#closing) return;
    this.#closing = true;
    if (this.#pushed) history.back();
    else history.replaceState(null, "", location.pathname + location.search);
  }

  #finish(): void {
    const last = this.#photo;
    this.#dialog.close();
    this.remove();
    history.scrollRestoration = "auto";
    this.opening.closed(last);
  }
}

function addressOf(photo: Photo): string {
  return `${location.pathname}${location.search}#photo-${photo.id}`;
}

customElements.define("photo-lightbox", PhotoLightbox);
