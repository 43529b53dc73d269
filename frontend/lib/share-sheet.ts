/**
 * Saving a finished photo into the phone's photos: a download would end up among its files, the share sheet offers
 * "Save image". Links that carry `data-share="IMG_1.jpg"` are handed to it where the device has one for pictures; anywhere
 * else they stay the downloads they are.
 */
import { say } from "./messages.ts";
import { toast } from "./toasts.ts";

/** Whether this is a phone or tablet that takes pictures by its share sheet. */
export function canShareFiles(): boolean {
  const sample = new File([], "photo.jpg", { type: "image/jpeg" });
  return matchMedia("(pointer: coarse)").matches && Boolean(navigator.canShare?.({ files: [sample] }));
}

/** Takes over the taps on such links within the page. */
export function savePhotosByShareSheet(page: EventTarget = document): void {
  if (!canShareFiles()) return;
  page.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-share]");
    if (!link) return;
    event.preventDefault();
    link.setAttribute("aria-busy", "true");
    shareOrDownload(link.href, link.dataset.share || "photo.jpg").finally(() => link.removeAttribute("aria-busy"));
  });
}

/** What was fetched for a tap that then took too long: the next tap on it shares at once. */
let ready: { address: string; file: File } | null = null;

/** Hands a picture to the share sheet; what that does not take is downloaded. Call it from a tap. */
export async function shareOrDownload(address: string, name: string): Promise<void> {
  try {
    if (ready?.address !== address) ready = { address, file: await fetched(address, name) };
    if (!navigator.canShare({ files: [ready.file] })) throw new TypeError("not a picture the share sheet knows");
    await navigator.share({ files: [ready.file] });
    ready = null;
  } catch (error) {
    const reason = error instanceof Error ? error.name : "";
    if (reason === "AbortError") return; // closed by hand
    // Phones let a page share only shortly after a tap, and a large photo takes longer than that.
    if (reason === "NotAllowedError") toast(say("save_photo_ready"));
    else location.assign(address);
  }
}

async function fetched(address: string, name: string): Promise<File> {
  const response = await fetch(address, { credentials: "same-origin" });
  if (!response.ok) throw new TypeError(String(response.status));
  const content = await response.blob();
  return new File([content], name, { type: content.type || "image/jpeg" });
}
