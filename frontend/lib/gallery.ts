/**
 * The gallery of a client's page: what `<script type="application/json" id="gallery-data">` says, and what changes while
 * the page is open. The grid and the full screen read the same object and hear of changes by its events.
 *
 * For whoever reads it: `photos` holds every photo from the first moment, in order, with `ratio`, `section` and `index`.
 * The rest of a photo (id, name, pixels, picture) is a row that may come later: `photo.loaded` says whether it is there,
 * `await gallery.load(photo)` and `await gallery.need(from, to)` fetch it, "rows" tells when some arrived. Until then `id`
 * is "", `width` and `height` are only in proportion. `await gallery.find(id)` knows any photo by its id, `photo(id)` only
 * those that are there. After "list" (the photographer changed the gallery) `photos` is another array.
 */
import { Choice, type ChoiceData } from "./choice.ts";
import { FavouriteQueue } from "./favourites.ts";
import { type Hidden, Hiding } from "./hiding.ts";
import { setIdentified } from "./identify.ts";
import { ListRows } from "./list-rows.ts";
import { say } from "./messages.ts";
import { describe } from "./photo-shot.ts";

type Rendition = "grid" | "grid2" | "view";
type Fingerprints = Record<Rendition, string>;

/** Public id, width, height, placeholder, file name or null; and, of an older recipe, its own fingerprints where they differ. */
export type PhotoRow = [string, number, number, string, string | null, Partial<Fingerprints>?];

export interface GalleryData {
  /** Signed prefix of every picture's address, "/media/…/". */
  media: string;
  fingerprints: Fingerprints;
  count: number;
  /** The ratios (width ÷ height) that occur, and for each photo one letter that points into them; two where there are more than 64. */
  ratios: number[];
  shape: string;
  /** How many photos stand before the first section; those of the sections follow in their order. */
  loose: number;
  sections: { id: string; name: string; count: number }[];
  /** The first rows, or all of them where there is no `list`. */
  rows: PhotoRow[];
  /** Where the other rows are, so many a part; and where this data is anew when they are not the gallery's any more. */
  list?: { address: string; part: number; renew: string };
  /** What only this visitor's page has. */
  own: { favourites: string[]; comments: Record<string, number>; choice?: ChoiceData } & Partial<Hidden>;
  urls: {
    favourite?: string;
    comments?: string;
    identify?: string;
    viewed?: string;
    download?: string;
    hidden?: string;
  };
  label: "none" | "filename" | "number";
  identified: boolean;
  viewed_needed?: boolean;
}

export interface Photo {
  /** "" until its row came. */
  id: string;
  loaded: boolean;
  /** Width ÷ height as rows are laid out by it: never changes. */
  ratio: number;
  /** Place in the gallery, from 0. */
  index: number;
  width: number;
  height: number;
  placeholder: string;
  section: number;
  name: string | null;
  comments: number;
  fingerprints: Fingerprints;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const NO_FINGERPRINTS: Fingerprints = { grid: "", grid2: "", view: "" };
const GRID_EDGE = 480;
const VIEW_EDGE = 2048;
const PANORAMA = 2.5;

/**
 * Events: "favourites" (detail: photo id) after a heart changed, "comments" and "hidden" (detail: photo id), "rows" (detail: `{from, to}`)
 * after rows arrived, "list" after the photographer changed the gallery.
 */
export class Gallery extends EventTarget {
  photos: Photo[] = [];
  readonly favourites: FavouriteQueue;
  /** What the client keeps from guests; nobody else has it. */
  readonly hiding: Hiding | null;
  /** Counter, lists and lock; null where nothing is chosen, as on the hand-over page. */
  readonly choice: Choice | null;
  readonly #byId = new Map<string, Photo>();
  readonly #rows: ListRows;

  constructor(public data: GalleryData) {
    super();
    this.#rows = new ListRows({
      arrived: (first, rows) => this.#fill(first, rows),
      renewed: (fresh) => this.#renew(fresh),
    });
    this.#take(data);
    setIdentified(data.identified);
    const { hidden } = data.urls;
    this.hiding = hidden
      ? new Hiding(
          hiddenOf(data),
          (id) => hidden.replace("{photo}", id),
          (id) => this.#tell("hidden", id),
        )
      : null;
    this.favourites = new FavouriteQueue(data.own.favourites, {
      address: (id) => (data.urls.favourite ?? "").replace("{photo}", id),
      name: (id) => {
        const photo = this.photo(id);
        return photo ? describe(this, photo) : "";
      },
      changed: (id) => this.dispatchEvent(new CustomEvent("favourites", { detail: id })),
      locked: () => this.choice?.data.locked ?? "",
      ...(data.own.choice ? { list: data.own.choice.list } : {}),
    });
    this.choice = data.own.choice ? new Choice(this, data.own.choice) : null;
  }

  photo(id: string): Photo | undefined {
    return this.#byId.get(id);
  }

  /** The photo of that id, wherever it stands in the list; undefined when the gallery has none for this visitor. */
  async find(id: string): Promise<Photo | undefined> {
    const { photos } = this;
    const has = (rows: readonly PhotoRow[]) => rows.some((row) => row[0] === id);
    if (id && !this.#byId.has(id)) await this.need(0, photos.length, has);
    if (photos !== this.photos) return this.find(id);
    return this.#byId.get(id);
  }

  /** Fetches the photo's row if it is not there; false when it could not be had. */
  async load(photo: Photo): Promise<boolean> {
    if (!photo.loaded) await this.need(photo.index, photo.index + 1);
    return photo.loaded;
  }

  /** Fetches what is missing of rows `from` up to, not including, `to`; stops early once `enough` says so. Never raises. */
  need(from: number, to: number, enough?: (rows: readonly PhotoRow[]) => boolean): Promise<void> {
    return this.#rows.need(from, to, enough);
  }

  /** Whether every photo's row is there. */
  get complete(): boolean {
    return this.#byId.size === this.photos.length;
  }

  #take(data: GalleryData): void {
    const letters = data.ratios.length > LETTERS.length ? 2 : 1;
    const ends = [data.loose];
    for (const { count } of data.sections) ends.push((ends.at(-1) ?? 0) + count);
    let section = -1;
    this.photos = Array.from({ length: data.count }, (_, index) => {
      while (index >= (ends[section + 1] ?? data.count)) section++;
      let at = LETTERS.indexOf(data.shape[index * letters] ?? "");
      if (letters === 2) at = at * LETTERS.length + LETTERS.indexOf(data.shape[index * 2 + 1] ?? "");
      return unloaded(index, section, data.ratios[at] ?? 1);
    });
    this.#byId.clear();
    this.#rows.begin(data, this.photos.length);
    this.#fill(0, data.rows);
  }

  #fill(first: number, rows: readonly PhotoRow[]): void {
    const { fingerprints, own } = this.data;
    rows.forEach(([id, width, height, placeholder, name, others], at) => {
      const photo = this.photos[first + at];
      if (!photo || photo.loaded) return;
      Object.assign(photo, { id, width, height, placeholder, name, loaded: true, comments: own.comments[id] ?? 0 });
      photo.fingerprints = others ? { ...fingerprints, ...others } : fingerprints;
      this.#byId.set(id, photo);
    });
    this.dispatchEvent(new CustomEvent("rows", { detail: { from: first, to: first + rows.length } }));
  }

  #renew(fresh: GalleryData): void {
    this.data = fresh;
    this.hiding?.renew(hiddenOf(fresh));
    this.#take(fresh);
    this.dispatchEvent(new CustomEvent("list"));
  }

  /** Whether visitors may choose here. */
  get canChoose(): boolean {
    return Boolean(this.data.urls.favourite);
  }

  /** Whether photos can be found by their file names here. */
  get canFind(): boolean {
    return this.data.label === "filename" && Boolean(this.data.list);
  }

  #tell(event: string, detail: string): void {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }

  setComments(photo: Photo, count: number): void {
    photo.comments = count;
    this.dispatchEvent(new CustomEvent("comments", { detail: photo.id }));
  }

  /** What is written for a photo where the photographer allows it: nothing, its file name, or its place. */
  label(photo: Photo): string {
    if (this.data.label === "filename") return photo.name ?? "";
    return this.data.label === "number" ? say("place_of", { n: photo.index + 1, total: this.photos.length }) : "";
  }

  address(photo: Photo, rendition: Rendition): string {
    const ending = rendition === "view" ? "jpg" : "webp";
    return `${this.data.media}${photo.id}/${photo.fingerprints[rendition]}.${ending}`;
  }

  /** The grid picture in both densities with their true widths, as `srcset` wants them; `large`: and the large one. */
  sources(photo: Photo, { large = false } = {}): string {
    const sizes = [`${this.address(photo, "grid")} ${gridWidth(photo, 1)}w`];
    sizes.push(`${this.address(photo, "grid2")} ${gridWidth(photo, 2)}w`);
    const view = viewSize(photo).width;
    if (large && view > gridWidth(photo, 2)) sizes.push(`${this.address(photo, "view")} ${view}w`);
    return sizes.join(", ");
  }
}

function hiddenOf({ own }: GalleryData): Hidden {
  return { may_hide: own.may_hide ?? false, hidden: own.hidden ?? [] };
}

function unloaded(index: number, section: number, ratio: number): Photo {
  return {
    id: "",
    loaded: false,
    ratio,
    index,
    width: Math.round(1000 * ratio),
    height: 1000,
    placeholder: "",
    section,
    name: null,
    comments: 0,
    fingerprints: NO_FINGERPRINTS,
  };
}

/** Width of the grid picture in pixels: by the long edge, panoramas by their height, never enlarged. */
export function gridWidth({ width, height }: { width: number; height: number }, density: 1 | 2): number {
  const panorama = width > PANORAMA * height;
  const scale = panorama
    ? Math.min((320 * density) / height, (2048 * density) / width)
    : (GRID_EDGE * density) / Math.max(width, height);
  return Math.max(1, Math.round(width * Math.min(scale, 1)));
}

/** Size of the large picture in pixels. */
export function viewSize({ width, height }: { width: number; height: number }): { width: number; height: number } {
  const scale = Math.min(1, VIEW_EDGE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

let current: Gallery | null | undefined;

/** The gallery of this page, read once; null on a page without one. */
export function pageGallery(): Gallery | null {
  if (current === undefined) {
    const script = document.getElementById("gallery-data");
    current = script?.textContent ? new Gallery(JSON.parse(script.textContent)) : null;
  }
  return current;
}
