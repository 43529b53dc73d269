/**
 * The cover's picture and the grid share one network. Who looks at the cover gets it first; who comes straight to the
 * photos (by an address beneath the cover, or back to where they were) gets the photos first.
 */
import { comesBack, placeToComeBackTo } from "./place.ts";

const PATIENCE_MS = 4_000;

function coverPicture(): HTMLImageElement | null {
  return document.querySelector<HTMLImageElement>(".cover__img");
}

/** Whether the reader comes straight to what lies beneath the cover. */
export function comesBeneathCover(): boolean {
  return placeToComeBackTo() !== null || (!comesBack() && /^#(photos$|photo-|section-)/.test(location.hash));
}

/** Ends when the cover's picture is there, cannot be had or takes too long; at once when it is not on the screen. */
export async function coverShown(): Promise<void> {
  const picture = coverPicture();
  if (!picture || picture.complete || !isOnScreen(picture)) return;
  await new Promise<void>((resolve) => {
    for (const event of ["load", "error"]) picture.addEventListener(event, () => resolve(), { once: true });
    setTimeout(resolve, PATIENCE_MS);
  });
}

/** Puts the cover's picture off until `after`, unless it is there already. */
export async function putCoverOff(after: Promise<unknown>): Promise<void> {
  const picture = coverPicture();
  if (!picture || picture.complete) return;
  const { src, srcset } = picture;
  picture.removeAttribute("srcset");
  picture.removeAttribute("src");
  await after;
  picture.srcset = srcset;
  picture.src = src;
}

function isOnScreen(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}
