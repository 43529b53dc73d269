/** The address of the full screen: it follows the photo (#photo-ID), so that it can be sent, and Back closes. */
import type { Gallery, Photo } from "./gallery.ts";

export class ViewAddress {
  #pushed: boolean;
  #settled = false;

  /** `push`: opening is a step of the browser's history. */
  constructor(photo: Photo, push: boolean) {
    this.#pushed = push;
    if (!push) return;
    // Coming back must not scroll: the photo last seen is brought into view instead.
    history.scrollRestoration = "manual";
    history.pushState(null, "", addressOf(photo));
  }

  follow(photo: Photo): void {
    if (!this.#settled) history.replaceState(history.state, "", addressOf(photo));
  }

  /** After a step through the history: the photo the address names now; null when it names none, and all is to close. */
  async popped(gallery: Gallery): Promise<Photo | null> {
    const id = /^#photo-(.+)$/.exec(location.hash)?.[1];
    const photo = id && (await gallery.find(id));
    if (photo) return photo;
    this.#settled = true;
    return null;
  }

  /** The page's own address again, as it was before opening. */
  settle(): void {
    if (this.#settled) return;
    this.#settled = true;
    if (this.#pushed) history.back();
    else history.replaceState(null, "", location.pathname + location.search);
  }

  leave(): void {
    history.scrollRestoration = "auto";
  }
}

function addressOf(photo: Photo): string {
  return `${location.pathname}${location.search}#photo-${photo.id}`;
}
