/**
 * The gallery of a client's page: what `<script type="application/json" id="gallery-data">` says, and what changes while
 * the page is open. The grid and the full screen read the same object and hear of changes by its events.
 */
import { FavouriteQueue } from "./favourites.ts";
import { setIdentified } from "./identify.ts";
import { say } from "./messages.ts";

type Rendition = "grid" | "grid2" | "view";
type Fingerprints = Record<Rendition, string>;

/**
 * Public id, width, height, placeholder, index of the section (-1: none), file name or null, comments, favourite; and, for
 * a photo still made by an older recipe, its own fingerprints where they differ.
 */
type PhotoRow = [string, number, number, string, number, string | null, number, 0 | 1, Partial<Fingerprints>?];

export interface GalleryData {
  /** Signed prefix of every picture's address, "/media/…/". */
  media: string;
  fingerprints: Fingerprints;
  sections: { id: string; name: string; count: number }[];
  photos: PhotoRow[];
  urls: {
    favourite?: string;
    comments?: string;
    identify?: string;
    viewed?: string;
    download?: string;
  };
  label: "none" | "filename" | "number";
  identified: boolean;
  viewed_needed?: boolean;
}

export interface Photo {
  id: string;
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

const GRID_EDGE = 480;
const VIEW_EDGE = 2048;
const PANORAMA = 2.5;

/** Events: "favourites" (detail: photo id) after a heart changed, "comments" (detail: photo id). */
export class Gallery extends EventTarget {
  readonly photos: Photo[];
  readonly favourites: FavouriteQueue;
  readonly #byId = new Map<string, Photo>();

  constructor(readonly data: GalleryData) {
    super();
    this.photos = data.photos.map(([id, width, height, placeholder, section, name, comments, , own], index) => {
      const fingerprints = own ? { ...data.fingerprints, ...own } : data.fingerprints;
      return { id, index, width, height, placeholder, section, name, comments, fingerprints };
    });
    for (const photo of this.photos) this.#byId.set(photo.id, photo);
    setIdentified(data.identified);
    const chosen = data.photos.filter((row) => row[7]).map((row) => row[0]);
    this.favourites = new FavouriteQueue(chosen, {
      address: (id) => (data.urls.favourite ?? "").replace("{photo}", id),
      storageKey: `favourites:${data.urls.favourite ?? ""}`,
      changed: (id) => this.dispatchEvent(new CustomEvent("favourites", { detail: id })),
    });
  }

  photo(id: string): Photo | undefined {
    return this.#byId.get(id);
  }

  /** Whether visitors may choose here. */
  get canChoose(): boolean {
    return Boolean(this.data.urls.favourite);
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

  /** Both densities of the grid picture with their true widths, as `srcset` wants them. */
  sources(photo: Photo): string {
    return `${this.address(photo, "grid")} ${gridWidth(photo, 1)}w, ${this.address(photo, "grid2")} ${gridWidth(photo, 2)}w`;
  }
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
