/** For tests: pages as they come from the server. */
import type { GalleryData, PhotoRow } from "./gallery.ts";

/** Puts markup into the page as a parsed whole, so that elements find their children when they start. */
export function page(markup: string): void {
  const host = document.createElement("div");
  host.innerHTML = markup;
  document.body.replaceChildren(host);
}

const RATIOS = [1.5, 0.6667, 0.75];

/** What the page of a gallery with these rows carries; all of them, unless `more` says which rows are there. */
export function galleryData(rows: PhotoRow[], more: Partial<GalleryData> = {}): GalleryData {
  const nearest = (ratio: number) =>
    RATIOS.reduce((best, one, at) => (Math.abs(one - ratio) < Math.abs((RATIOS[best] ?? 0) - ratio) ? at : best), 0);
  return {
    media: "/media/x/",
    fingerprints: { grid: "g", grid2: "h", view: "v" },
    count: rows.length,
    ratios: RATIOS,
    shape: rows.map(([, width, height]) => "ABC"[nearest(width / height)]).join(""),
    loose: rows.length,
    sections: [],
    rows,
    own: { favourites: [], comments: {} },
    urls: {},
    label: "none",
    identified: true,
    ...more,
  };
}
