/**
 * <photo-grid data-gap="4">… a plain list of the photos, for browsers without script …</photo-grid>
 * <script type="application/json" id="gallery-data">{…}</script>            (before it; lib/gallery.ts says what is in it)
 *
 * The client's grid: justified rows in sections, hearts, filter all / mine / not yet (`?show=`) and by file name (`?find=`).
 * Replaces its children. `nav.sections a[href="#section-ID"]` anywhere in the page is kept at the section in view. Keys on
 * a photo: arrows move, F chooses, Enter opens; `#photo-ID` in the address opens that photo in full screen.
 */
import { comesBeneathCover, coverShown, putCoverOff } from "../lib/cover.ts";
import { make } from "../lib/element.ts";
import { type Gallery, type Photo, pageGallery } from "../lib/gallery.ts";
import { GridFilter } from "../lib/grid-filter.ts";
import { type Anchor, GridParts, type Place } from "../lib/grid-parts.ts";
import { openListMenu } from "../lib/list-menu.ts";
import { say } from "../lib/messages.ts";
import { startFinder } from "../lib/photo-finder.ts";
import { describe, refreshShot } from "../lib/photo-shot.ts";
import { comesBack, keepPlace, placeToComeBackTo } from "../lib/place.ts";
import { savesData } from "../lib/saving.ts";
import { markSection } from "../lib/section-bar.ts";
import { toast } from "../lib/toasts.ts";

/** Faster than this (CSS pixels a millisecond) nobody sees a photo: only boxes are drawn. */
const FAST = 5;
const CALM_MS = 100;
/** The first pictures of a slow network are waited for so long, before those around them are asked for too. */
const ROW_PATIENCE_MS = 1_500;
const PATIENCE_MS = 5_000;
/** As many photos are printed as stand in the page for it. */
const PRINTED = 400;
/** Between photos, where `data-gap` says nothing, in CSS pixels. */
const GAP = 4;

export class PhotoGrid extends HTMLElement {
  static readonly observedAttributes = ["data-gap"];
  #gallery: Gallery | null = null;
  #filter!: GridFilter;
  #parts!: GridParts;
  #frame = 0;
  /** Where and when it was last scrolled (0: not since one looks), and how fast. */
  #last = { y: 0, at: 0 };
  #velocity = 0;
  /** What stood at the top of the screen when it was last still: turning the phone changes the cover above it too. */
  #stood: Anchor | null | undefined;
  #calm: ReturnType<typeof setTimeout> | undefined;
  /** The cover's picture comes first, then the first row's on the screen, the other rows' on it, those around them. */
  #stage: "cover" | "row" | "screen" | "all" = "cover";
  readonly #found = make("p", { class: "grid-found num", role: "status", hidden: true });
  readonly #empty = make("div", { class: "empty", hidden: true }, make("p"));
  #ended: () => void = () => undefined;
  /** Ends when the photos one came to are there. */
  readonly #settled = new Promise<void>((resolve) => {
    this.#ended = resolve;
  });
  readonly #leave = new AbortController();
  readonly #resized = new ResizeObserver(() => this.#arrange());

  connectedCallback(): void {
    const gallery = pageGallery();
    if (!gallery || this.#gallery) return;
    this.#gallery = gallery;
    if (comesBeneathCover()) putCoverOff(this.#settled);
    this.#filter = new GridFilter(gallery, () => this.#filtered());
    this.#parts = new GridParts(gallery, {
      draws: (place) => this.#speed() < FAST && this.#draws(place),
    });
    this.#build();
    this.#arrange();
    this.#resized.observe(this);
    this.#listen(gallery);
    this.#begin(gallery);
  }

  /** The studio tries out another spacing. */
  attributeChangedCallback(): void {
    this.#arrange({ force: true });
  }

  disconnectedCallback(): void {
    this.#leave.abort();
    this.#resized.disconnect();
    clearTimeout(this.#calm);
  }

  // ── building ────────────────────────────────────────────────────────────────────────────────────────────────────

  #build(): void {
    this.#parts.build();
    this.replaceChildren(...this.#parts.sections, this.#empty);
  }

  /** Goes where the address or the way here says, and lets pictures come. */
  async #begin(gallery: Gallery): Promise<void> {
    const place = placeToComeBackTo();
    const photo = location.hash.startsWith("#photo-");
    if (place) this.#goTo(gallery, place.index, place.top);
    else if (!comesBack() && location.hash && !photo) document.getElementById(location.hash.slice(1))?.scrollIntoView();
    if (photo) this.#openAddress();
    this.#last.y = window.scrollY;
    this.#show();
    await coverShown();
    if (this.#stage === "cover") await this.#comeTo("row", ROW_PATIENCE_MS);
    if (this.#stage === "row") await this.#comeTo("screen", PATIENCE_MS);
    this.#stage = "all";
    this.#show();
    this.#settle();
    this.#ended();
    if (!savesData()) await this.#fetchAhead(gallery);
  }

  /** Ends when the pictures of this stage are there, or it has taken too long. */
  async #comeTo(stage: "row" | "screen", patience: number): Promise<void> {
    this.#stage = stage;
    this.#settle();
    await Promise.race([this.#parts.pictures(), new Promise((resolve) => setTimeout(resolve, patience))]);
  }

  #draws(place: Place): boolean {
    if (this.#stage === "all") return true;
    return place === "first row" ? this.#stage !== "cover" : place === "in view" && this.#stage === "screen";
  }

  /** In idle time full screen, which then opens without a network too, and all rows, for finding and going through. */
  async #fetchAhead(gallery: Gallery): Promise<void> {
    const idle = () => new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve));
    await idle();
    await fullScreen();
    await import("./photo-compare.ts").catch(() => null);
    const step = gallery.data.list?.part ?? gallery.photos.length;
    for (let from = 0; from < gallery.photos.length && this.isConnected; from += step) {
      await idle();
      await gallery.need(from, from + step);
    }
  }

  // ── layout ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Lays everything out for the present width and filter, and keeps the photo at the top of the screen there. */
  #arrange({ keep = true, force = false } = {}): void {
    const width = this.clientWidth;
    const gallery = this.#gallery;
    if (!gallery || !width || (keep && !force && width === this.#parts.width)) return;
    const stood = this.#last.at || this.#stood === undefined ? this.#parts.anchor() : this.#stood;
    const anchor = keep && this.#parts.width ? stood : null;
    const seen = width !== this.#parts.width;
    this.#parts.arrange(this.#filter, { width, gap: Number(this.dataset.gap ?? GAP) });
    this.#drawHead(gallery);
    if (anchor) this.#parts.putBack(anchor, { seen });
    this.#show();
  }

  #drawHead(gallery: Gallery): void {
    const shown = this.#parts.visible.length;
    const { words, show } = this.#filter;
    this.#found.hidden = !words || shown === 0;
    if (words) this.#found.replaceChildren(say("found_count", { n: shown }));
    this.#empty.hidden = shown > 0;
    const empty = show === "mine" ? say("empty_mine") : say("empty_not_yet");
    const nothing = gallery.photos.length ? (words ? say("found_none", { words }) : empty) : say("empty_gallery");
    if (!shown) this.#empty.firstElementChild?.replaceChildren(this.#pending(gallery) ? "" : nothing);
    const focused = this.#filter.element.contains(document.activeElement) ? document.activeElement : null;
    this.#parts.putHead(this, [this.#filter.element, this.#found]);
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }

  /** Whether rows are still to come, so that nobody can say yet that nothing is there. */
  #pending(gallery: Gallery): boolean {
    return !this.#filter.passesAll && !gallery.complete;
  }

  #filtered(): void {
    const { top } = this.getBoundingClientRect();
    this.#arrange({ keep: false });
    if (top < 0) window.scrollBy(0, this.getBoundingClientRect().top - 120);
    this.#needAll();
  }

  #needAll(): void {
    if (!this.#filter.passesAll) this.#gallery?.need(0, this.#gallery.photos.length).then(() => this.#cameAll());
  }

  #cameAll(): void {
    if (this.#gallery) this.#drawHead(this.#gallery);
  }

  #show(): void {
    const screen = window.innerHeight;
    const near = savesData() || this.#stage !== "all";
    const margin = near ? { above: 0.25, below: 1.25 } : { above: 1, below: 2.5 };
    this.#parts.show(-screen * margin.above, screen * margin.below);
    markSection(this.#parts.reached(screen / 3));
    if (this.#speed() < FAST) this.#parts.needShown();
  }

  /** What stands here is looked at: pictures for boxes that have none yet, and the place is kept. */
  #settle(): void {
    this.#last.at = 0;
    if (this.#stage === "cover") return;
    this.#parts.complete();
    this.#parts.needShown();
    const anchor = this.#parts.anchor();
    this.#stood = anchor;
    const place = anchor && { index: anchor.photo.index, id: anchor.photo.id, top: anchor.top };
    if (place || history.state?.place) keepPlace(place);
  }

  #speed(): number {
    return this.#last.at ? this.#velocity : 0;
  }

  #scrolled(): void {
    const now = performance.now();
    const { y, at } = this.#last;
    if (this.#stage !== "cover" && Math.abs(window.scrollY - y) > 2) this.#stage = "all";
    if (at && now > at) this.#velocity = Math.abs(window.scrollY - y) / (now - at);
    else this.#velocity = Math.abs(window.scrollY - y) > window.innerHeight ? FAST : 0;
    this.#last = { y: window.scrollY, at: now };
    clearTimeout(this.#calm);
    this.#calm = setTimeout(() => this.#settle(), CALM_MS);
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#show();
    });
  }

  // ── what people do ──────────────────────────────────────────────────────────────────────────────────────────────

  #listen(gallery: Gallery): void {
    const { signal } = this.#leave;
    window.addEventListener("scroll", () => this.#scrolled(), { passive: true, signal });
    window.addEventListener("popstate", () => this.#openAddress(), { signal });
    window.addEventListener("beforeprint", () => this.#print(), { signal });
    window.addEventListener("afterprint", () => this.#show(), { signal });
    this.addEventListener("click", (event) => this.#click(event), { signal });
    this.addEventListener("keydown", (event) => this.#key(event), { signal });
    const refresh = (event: Event) => this.#refresh(gallery, (event as CustomEvent<string>).detail);
    gallery.addEventListener("favourites", refresh, { signal });
    gallery.addEventListener("comments", refresh, { signal });
    gallery.addEventListener("hidden", refresh, { signal });
    gallery.choice?.addEventListener("change", () => this.#filter.draw(), { signal });
    gallery.addEventListener("rows", () => this.#came(), { signal });
    gallery.addEventListener("list", () => this.#renewed(gallery), { signal });
    const find = (words: string) => this.#filter.find(words);
    const go = () => this.#focus(this.#parts.visible[0]);
    startFinder({ words: this.#filter.words, find, go, begin: () => gallery.need(0, gallery.photos.length) }, signal);
    this.#needAll();
  }

  #came(): void {
    if (!this.#filter.passesAll) this.#arrange({ force: true });
    if (this.#speed() < FAST && this.#stage !== "cover") this.#parts.complete();
  }

  /** The photographer changed the gallery: other photos stand here, the one at the top of the screen stays if it is left. */
  #renewed(gallery: Gallery): void {
    const anchor = this.#parts.anchor();
    this.#build();
    this.#arrange({ keep: false });
    this.#filter.draw();
    const photo = anchor && (gallery.photo(anchor.photo.id) ?? gallery.photos[anchor.photo.index]);
    if (photo) this.#goTo(gallery, photo.index, anchor.top);
    this.#needAll();
    this.#settle();
  }

  #refresh(gallery: Gallery, id: string): void {
    const photo = gallery.photo(id);
    const shot = this.querySelector(`.shot[data-photo="${CSS.escape(id)}"]:not(.shot--bare)`);
    if (photo && shot) refreshShot(shot, gallery, photo);
    this.#filter.draw();
  }

  #photoOf(target: EventTarget | null): Photo | undefined {
    const shot = (target as Element | null)?.closest<HTMLElement>(".shot");
    return shot ? this.#gallery?.photo(shot.dataset.photo ?? "") : undefined;
  }

  #click(event: MouseEvent): void {
    const photo = this.#photoOf(event.target);
    const target = event.target as Element;
    if (!photo) return;
    if (target.closest(".guests")) {
      this.#gallery?.hiding?.toggle(photo.id, describe(this.#gallery, photo));
    } else if (target.closest(".shot__lists")) {
      this.#lists(photo);
    } else if (target.closest(".heart")) {
      this.#gallery?.favourites.toggle(photo.id);
    } else if (target.closest("a") && !(event.metaKey || event.ctrlKey || event.shiftKey)) {
      event.preventDefault();
      this.#open(photo, { push: true });
    }
  }

  #key(event: KeyboardEvent): void {
    const photo = this.#photoOf(event.target);
    const gallery = this.#gallery;
    if (!photo || !gallery || event.metaKey || event.ctrlKey || event.altKey) return;
    const step = ({ ArrowLeft: -1, ArrowRight: 1 } as const)[event.key as "ArrowLeft" | "ArrowRight"];
    const rise = ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key as "ArrowUp" | "ArrowDown"];
    const key = gallery.canChoose ? event.key.toLowerCase() : "";
    if (key === "f") gallery.favourites.toggle(photo.id);
    else if (key === "l" && gallery.choice?.several) this.#lists(photo);
    else if (step) this.#focus(this.#parts.beside(photo, step));
    else if (rise) this.#focus(this.#parts.above(photo, rise));
    else return;
    event.preventDefault();
  }

  async #lists(photo: Photo): Promise<void> {
    const gallery = this.#gallery;
    if (!gallery || !(await gallery.load(photo))) return;
    await openListMenu(gallery, photo, document.body);
    this.#filter.draw();
    this.#focus(photo);
  }

  async #focus(photo: Photo | undefined): Promise<void> {
    const gallery = this.#gallery;
    if (!photo || !gallery || !(photo.loaded || (await gallery.load(photo)))) return;
    this.#parts.reveal(photo);
    this.#show();
    this.#parts.complete();
    this.querySelector<HTMLElement>(`.shot[data-photo="${CSS.escape(photo.id)}"] a`)?.focus({ preventScroll: true });
  }

  /** Scrolls so that the photo's row stands `top` pixels below the top of the screen. */
  #goTo(gallery: Gallery, index: number, top: number): void {
    const photo = gallery.photos[index];
    if (photo) {
      this.#parts.putBack({ photo, top });
      this.#stood = { photo, top };
    }
    this.#show();
  }

  /** A sheet of photos with their names (photo-grid.css), all of them where they are not too many. */
  #print(): void {
    this.#stage = "all";
    if (this.#parts.visible.length <= PRINTED) this.#parts.show(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    this.#parts.complete();
  }

  // ── full screen ─────────────────────────────────────────────────────────────────────────────────────────────────

  async #openAddress(): Promise<void> {
    const id = location.hash.match(/^#photo-(.+)/)?.[1];
    if (!id) return;
    const photo = await this.#gallery?.find(id);
    if (location.hash !== `#photo-${id}`) return;
    if (photo) await this.#open(photo, { push: false });
    else toast(say("photo_not_here"));
  }

  async #open(photo: Photo, { push }: { push: boolean }): Promise<void> {
    const gallery = this.#gallery;
    if (!gallery) return;
    const fetched = await fullScreen();
    if (!fetched) return toast(say("not_reached"), { bad: true }); // the network went away before it was here
    const { openLightbox } = fetched;
    const { visible } = this.#parts;
    const photos = visible.includes(photo) ? visible : gallery.photos;
    openLightbox({ gallery, photos, photo, push, closed: (last) => this.#focus(last) });
  }
}

/** Script and style of the full screen; null when they could not be had. */
function fullScreen() {
  return import("./photo-lightbox.ts").catch(() => null);
}

customElements.define("photo-grid", PhotoGrid);
