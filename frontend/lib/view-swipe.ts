/** PhotoSwipe as our full screen uses it: what it shows, how far it zooms, and what it leaves to us. */
import type PhotoSwipe from "photoswipe";
import type { PhotoSwipeOptions } from "photoswipe";
import { make } from "./element.ts";
import { type Gallery, type Photo, viewSize } from "./gallery.ts";
import { say } from "./messages.ts";
import { describe } from "./photo-shot.ts";

const AROUND = 3;

/** Options that never change, and what tells the instance about its photos. */
export function swipeOptions(gallery: Gallery, photos: readonly Photo[]) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const fixed = {
    bgOpacity: 1,
    loop: false,
    preload: [1, 2],
    showHideAnimationType: calm ? "none" : "fade",
    showAnimationDuration: 200,
    hideAnimationDuration: 200,
    wheelToZoom: true,
    // Up to the picture's own pixels, and a little where these fit the screen anyway.
    secondaryZoomLevel: ({ fit }) => (fit > 0.9 ? fit * 2 : Math.min(1, fit * 3)),
    maxZoomLevel: ({ fit }) => (fit > 0.9 ? fit * 2 : 1),
    bgClickAction: false,
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
  } satisfies Partial<PhotoSwipeOptions>;
  const describeAll = (swipe: PhotoSwipe) => {
    swipe.addFilter("numItems", () => photos.length);
    swipe.addFilter("itemData", (_, index) => {
      const photo = photos[index] as Photo;
      if (!photo.loaded) return { type: "html", html: "", ...viewSize(photo) };
      return {
        src: gallery.address(photo, "view"),
        msrc: pictureHere(photo) || gallery.address(photo, "grid"),
        alt: describe(gallery, photo),
        ...viewSize(photo),
      };
    });
    swipe.addFilter("contentErrorElement", (words, content) => smallPicture(content.data, words));
    swipe.addFilter("placeholderSrc", (_, content) => content.data.msrc ?? false);
  };
  return { fixed, describe: describeAll };
}

/** Address of the photo's picture in the grid, in the size that was fetched; "" while it is not there. */
function pictureHere({ id }: Photo): string {
  const picture = document.querySelector<HTMLImageElement>(`.shot[data-photo="${CSS.escape(id)}"] img`);
  return picture?.complete ? picture.currentSrc : "";
}

/** In place of a large picture that could not be had: the grid's own; `words` where that is not here either. */
function smallPicture(
  { msrc, alt }: { msrc?: string | undefined; alt?: string | undefined },
  words: HTMLElement,
): HTMLElement {
  if (!msrc) return words;
  const picture = make("img", { class: "view__small", src: msrc, alt, draggable: "false" });
  picture.addEventListener("error", () => picture.replaceWith(words));
  return picture;
}

/** The network is back: large pictures that could not be had are asked for once more. */
export function loadFailed(swipe: PhotoSwipe): void {
  for (let index = swipe.currIndex - 1; index <= swipe.currIndex + 1; index++) {
    if (swipe.contentLoader.getContentByIndex(index)?.isError()) swipe.refreshSlideContent(index);
  }
}

/** Fetches the rows of the photos near the one in view, where they are not there yet, and draws them then. */
export function loadAround(gallery: Gallery, photos: readonly Photo[], swipe: PhotoSwipe): void {
  for (let index = swipe.currIndex - AROUND; index <= swipe.currIndex + AROUND; index++) {
    const photo = photos[index];
    if (!photo || photo.loaded) continue;
    gallery.load(photo).then((there) => {
      if (there && !swipe.isDestroying) swipe.refreshSlideContent(index);
    });
  }
}
