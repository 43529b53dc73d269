/**
 * <photo-grid>… a plain list of the photos, for browsers without script …</photo-grid>
 * <script type="application/json" id="gallery-data">{…}</script>            (before it; lib/gallery.ts says what is in it)
 *
 * The client's grid: justified rows in sections, hearts, filter all / mine / not yet (`?show=`). Replaces its children.
 * `nav.sections a[href="#section-ID"]` anywhere in the page is kept at the section in view. Keys on a photo: arrows move,
 * F chooses, Enter opens; `#photo-ID` in the address opens that photo in full screen.
 */
import { make } from "../lib/element.ts";
import { type Gallery, type Photo, pageGallery } from "../lib/gallery.ts";
import { justifiedRows } from "../lib/justified.ts";
import { say } from "../lib/messages.ts";
import { drawShot, refreshShot } from "../lib/photo-shot.ts";
import { RowsView } from "../lib/rows-view.ts";

type Filter = "all" | "mine" | "not-yet";
const FILTERS: Filter[] = ["all", "mine", "not-yet"];
const GAP = 4;
const WIDE = 768;
const CAPTION = 24;

interface Part {
  section: HTMLElement;
  rows: RowsView<Photo>;
  /** How many are shown, beside the section's name. */
  count: HTMLElement;
  photos: Photo[];
  /** Those the filter lets through. */
  visible: Photo[];
  id: string | null;
}

export class PhotoGrid extends HTMLElement {
  #gallery: Gallery | null = null;
  #parts: Part[] = [];
  #filter: Filter = "all";
  #width = 0;
  #frame = 0;
  #scrolled = false;
  #pick: HTMLElement | null = null;
  readonly #empty = make("div", { class: "empty", hidden: true }, make("p"));
  readonly #leave = new AbortController();
  readonly #resized = new ResizeObserver(() => this.#arrange());

  connectedCallback(): void {
    const gallery = pageGallery();
    if (!gallery || this.#gallery) return;
    this.#gallery = gallery;
    const wanted = new URLSearchParams(location.search).get("show") as Filter;
    this.#filter = gallery.canChoose && FILTERS.includes(wanted) ? wanted : "all";
    this.#build(gallery);
    this.#arrange();
    this.#resized.observe(this);
    this.#listen(gallery);
    this.#openAddress();
  }

  disconnectedCallback(): void {
    this.#leave.abort();
    this.#resized.disconnect();
  }

  // ── building ────────────────────────────────────────────────────────────────────────────────────────────────────

  #build(gallery: Gallery): void {
    const groups = new Map<number, Photo[]>();
    for (const photo of gallery.photos) {
      const group = groups.get(photo.section);
      if (group) group.push(photo);
      else groups.set(photo.section, [photo]);
    }
    const order = [...groups.keys()].sort((one, other) => one - other);
    this.#parts = order.map((index) => this.#part(gallery, index, groups.get(index) ?? []));
    this.replaceChildren(...this.#parts.map((part) => part.section), this.#empty);
    if (gallery.canChoose) this.#drawFilter(gallery);
  }

  #part(gallery: Gallery, index: number, photos: Photo[]): Part {
    const about = gallery.data.sections[index];
    const id = about ? `section-${about.id}` : null;
    const section = make("section", { id, class: "grid-section" });
    const rows = new RowsView<Photo>((photo, box) => drawShot(gallery, photo, { ...box, first: !this.#scrolled }));
    const head = make("div", { class: "grid-head" });
    const count = make("span", { class: "grid-count num" });
    if (about) head.append(make("h2", { class: "md:text-h1!" }, about.name, " ", count));
    section.append(head, rows.element);
    return { section, rows, count, photos, visible: photos, id };
  }

  #drawFilter(gallery: Gallery): void {
    const total = gallery.photos.length;
    const mine = gallery.favourites.count;
    const counts = { all: total, mine, "not-yet": total - mine };
    const links = FILTERS.map((filter) => {
      const link = make(
        "a",
        {
          href: filter === "all" ? location.pathname : `?show=${filter}`,
          "aria-current": filter === this.#filter && "true",
        },
        say(filter === "all" ? "show_all" : filter === "mine" ? "show_mine" : "show_not_yet"),
        " ",
        make("span", { class: "num" }, say("number", { n: counts[filter] })),
      );
      link.addEventListener("click", (event) => this.#chooseFilter(event, filter));
      return link;
    });
    const pick = make("nav", { class: "pick text-table", "aria-label": say("show") }, ...links);
    const focused = [...(this.#pick?.children ?? [])].indexOf(document.activeElement as Element);
    this.#pick?.remove();
    this.#pick = pick;
    const head = this.#parts.find((part) => part.visible.length)?.section ?? this.#parts[0]?.section;
    if (head && !head.hidden) head.querySelector(".grid-head")?.append(pick);
    else this.prepend(make("div", { class: "grid-head" }, pick));
    if (focused >= 0) (pick.children[focused] as HTMLElement).focus({ preventScroll: true });
  }

  #chooseFilter(event: MouseEvent, filter: Filter): void {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const address = new URL(location.href);
    if (filter === "all") address.searchParams.delete("show");
    else address.searchParams.set("show", filter);
    history.replaceState(history.state, "", address);
    this.#filter = filter;
    this.#arrange({ keep: false });
    if (this.#gallery) this.#drawFilter(this.#gallery);
    const top = this.getBoundingClientRect().top;
    if (top < 0) window.scrollBy(0, top - 120);
  }

  // ── layout ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Lays everything out for the present width and filter, and keeps the photo at the top of the screen there. */
  #arrange({ keep = true } = {}): void {
    const width = this.clientWidth;
    const gallery = this.#gallery;
    if (!gallery || !width || (keep && width === this.#width)) return;
    const anchor = keep && this.#width ? this.#anchor() : null;
    this.#width = width;
    const caption = gallery.data.label === "none" ? 0 : CAPTION;
    const options = { width, aim: width < WIDE ? 168 : 280, gap: GAP, caption };
    for (const part of this.#parts) {
      part.visible = this.#filter === "all" ? part.photos : part.photos.filter((photo) => this.#passes(gallery, photo));
      part.section.hidden = part.visible.length === 0;
      part.count.textContent = say("photos_count", { n: part.visible.length });
      const ratios = part.visible.map((photo) => photo.width / photo.height);
      part.rows.arrange(part.visible, justifiedRows(ratios, options));
    }
    const nothing = this.#parts.every((part) => part.section.hidden);
    this.#empty.hidden = !nothing;
    const words =
      gallery.photos.length === 0 ? "empty_gallery" : this.#filter === "mine" ? "empty_mine" : "empty_not_yet";
    if (nothing) this.#empty.firstElementChild?.replaceChildren(say(words));
    if (anchor) window.scrollBy(0, anchor.rows.element.getBoundingClientRect().top + this.#yOf(anchor) - anchor.top);
    this.#show();
  }

  #passes(gallery: Gallery, photo: Photo): boolean {
    return gallery.favourites.has(photo.id) === (this.#filter === "mine");
  }

  #yOf({ rows, photo }: { rows: RowsView<Photo>; photo: Photo }): number {
    return rows.place(photo)?.y ?? 0;
  }

  /** The first photo on the screen and where its row stands; null while the page is not scrolled into the grid. */
  #anchor() {
    for (const { rows } of this.#parts) {
      const box = rows.element.getBoundingClientRect();
      if (box.top >= 0) return null;
      if (box.bottom <= 0) continue;
      const found = rows.at(-box.top);
      if (found) return { rows, photo: found.item, top: found.offset };
    }
    return null;
  }

  #show(): void {
    const screen = window.innerHeight;
    const spans = this.#parts.map(({ rows }) => rows.element.getBoundingClientRect().top);
    this.#parts.forEach(({ rows }, at) => {
      const top = spans[at] ?? 0;
      rows.show(-screen - top, screen * 2.5 - top);
    });
    this.#markSection(spans);
  }

  #markSection(tops: number[]): void {
    const reached = this.#parts.filter((part, at) => !part.section.hidden && (tops[at] ?? 0) < window.innerHeight / 3);
    const current = reached.at(-1)?.id ?? this.#parts.find((part) => part.id)?.id;
    for (const link of document.querySelectorAll<HTMLAnchorElement>(".sections a[href*='#section-']")) {
      const here = link.hash === `#${current}`;
      if (here === link.hasAttribute("aria-current")) continue;
      link.toggleAttribute("aria-current", here);
      if (here) link.setAttribute("aria-current", "true");
      if (here && link.parentElement)
        link.parentElement.scrollLeft = link.offsetLeft - link.parentElement.offsetLeft - 16;
    }
  }

  // ── what people do ──────────────────────────────────────────────────────────────────────────────────────────────

  #listen(gallery: Gallery): void {
    const { signal } = this.#leave;
    const onScroll = () => {
      this.#scrolled = true;
      this.#frame ||= requestAnimationFrame(() => {
        this.#frame = 0;
        this.#show();
      });
    };
    window.addEventListener("scroll", onScroll, { passive: true, signal });
    window.addEventListener("popstate", () => this.#openAddress(), { signal });
    this.addEventListener("click", (event) => this.#click(event), { signal });
    this.addEventListener("keydown", (event) => this.#key(event), { signal });
    const refresh = (event: Event) => this.#refresh(gallery, (event as CustomEvent<string>).detail);
    gallery.addEventListener("favourites", refresh, { signal });
    gallery.addEventListener("comments", refresh, { signal });
  }

  #refresh(gallery: Gallery, id: string): void {
    const photo = gallery.photo(id);
    const shot = this.querySelector(`.shot[data-photo="${CSS.escape(id)}"]`);
    if (photo && shot) refreshShot(shot, gallery, photo);
    if (gallery.canChoose) this.#drawFilter(gallery);
  }

  #photoOf(target: EventTarget | null): Photo | undefined {
    const shot = (target as Element | null)?.closest<HTMLElement>(".shot");
    return shot ? this.#gallery?.photo(shot.dataset.photo ?? "") : undefined;
  }

  #click(event: MouseEvent): void {
    const photo = this.#photoOf(event.target);
    const target = event.target as Element;
    if (!photo) return;
    if (target.closest(".heart")) {
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
    const part = this.#parts.find(({ visible }) => visible.includes(photo));
    const all = this.#parts.flatMap(({ visible }) => visible);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const rise = ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key as "ArrowUp" | "ArrowDown"];
    if (event.key.toLowerCase() === "f" && gallery.canChoose) gallery.favourites.toggle(photo.id);
    else if (step) this.#focus(all[all.indexOf(photo) + step]);
    else if (rise && part) this.#focus(part.rows.neighbour(photo, rise) ?? this.#across(part, rise));
    else return;
    event.preventDefault();
  }

  #across(part: Part, rise: -1 | 1): Photo | undefined {
    const shown = this.#parts.filter(({ visible }) => visible.length);
    const next = shown[shown.indexOf(part) + rise];
    return rise < 0 ? next?.visible.at(-1) : next?.visible[0];
  }

  #focus(photo: Photo | undefined): void {
    if (!photo) return;
    this.#reveal(photo);
    this.querySelector<HTMLElement>(`.shot[data-photo="${CSS.escape(photo.id)}"] a`)?.focus({ preventScroll: true });
  }

  /** Scrolls as little as needed to have the photo on the screen, below the bar. */
  #reveal(photo: Photo): void {
    const rows = this.#parts.find(({ visible }) => visible.includes(photo))?.rows;
    const place = rows?.place(photo);
    if (!rows || !place) return;
    const top = rows.element.getBoundingClientRect().top + place.y;
    const room = { above: 104, below: 140 };
    if (top < room.above) window.scrollBy(0, top - room.above);
    else if (top + place.height > window.innerHeight - room.below) {
      window.scrollBy(0, Math.min(top - room.above, top + place.height - window.innerHeight + room.below));
    }
    this.#show();
  }

  // ── full screen ─────────────────────────────────────────────────────────────────────────────────────────────────

  #openAddress(): void {
    const photo = this.#gallery?.photo(location.hash.replace(/^#photo-/, ""));
    if (photo) this.#open(photo, { push: false });
  }

  async #open(photo: Photo, { push }: { push: boolean }): Promise<void> {
    const gallery = this.#gallery;
    if (!gallery) return;
    const { openLightbox } = await import("./photo-lightbox.ts");
    const visible = this.#parts.flatMap((part) => part.visible);
    const photos = visible.includes(photo) ? visible : gallery.photos;
    openLightbox({ gallery, photos, photo, push, closed: (last) => this.#focus(last) });
  }
}

customElements.define("photo-grid", PhotoGrid);
