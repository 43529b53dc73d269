/** What can be done with the photo in full screen: heart, note, lists, hiding it from guests, download; and how they stand. */
import { icon, make } from "./element.ts";
import type { Gallery, Photo } from "./gallery.ts";
import { openListMenu } from "./list-menu.ts";
import { say } from "./messages.ts";
import { editNote, noteOf } from "./note-dialog.ts";
import { describe } from "./photo-shot.ts";
import { canShareFiles, shareOrDownload } from "./share-sheet.ts";
import { barButton, type ViewAction } from "./view-bar.ts";

export interface PhotoActionsOptions {
  gallery: Gallery;
  /** The photo in view. */
  photo: () => Photo;
  /** Where dialogs belong; it gets the focus back. */
  dialog: HTMLElement;
  /** Something opens over the photo: whatever goes on by itself stops. */
  interrupt: () => void;
}

export class PhotoActions {
  readonly #heart = barButton({ icon: "heart", label: say("favourite"), key: "F", act: () => this.favour() });
  readonly #hide = barButton({ icon: "eye-off", label: say("hide_photo"), key: "H", act: () => this.hide() });
  readonly #download = make("a", { class: "icb", "aria-label": say("download"), download: true }, icon("download"));

  constructor(
    private readonly options: PhotoActionsOptions,
    signal: AbortSignal,
  ) {
    const { gallery } = options;
    const draw = () => this.draw();
    gallery.addEventListener("favourites", draw, { signal });
    gallery.addEventListener("hidden", draw, { signal });
    gallery.choice?.addEventListener("change", draw, { signal });
    if (canShareFiles()) this.#download.addEventListener("click", (event) => this.#share(event));
  }

  /** What stands in the bar itself; `talk` has its place among it. */
  main(talk: HTMLElement | null): HTMLElement[] {
    const { gallery } = this.options;
    const { urls } = gallery.data;
    const shown = [
      gallery.canChoose && this.#heart,
      talk,
      urls.download && this.#download,
      gallery.hiding && this.#hide,
    ];
    return shown.filter((one) => one instanceof HTMLElement);
  }

  /** What a phone has in the menu. */
  more(): ViewAction[] {
    const { canChoose, choice } = this.options.gallery;
    const note = { icon: "square-pen", label: say("note"), key: "N", act: () => this.note() };
    const lists = { icon: "list", label: say("lists"), key: "L", act: () => this.lists() };
    return [...(canChoose && choice ? [note] : []), ...(canChoose && choice?.several ? [lists] : [])];
  }

  favour(): void {
    const { gallery, photo } = this.options;
    if (gallery.canChoose && photo().loaded) gallery.favourites.toggle(photo().id);
  }

  hide(): void {
    const { gallery, photo } = this.options;
    if (photo().loaded) gallery.hiding?.toggle(photo().id, describe(gallery, photo()));
  }

  async note(): Promise<void> {
    const { gallery } = this.options;
    if (gallery.canChoose && gallery.choice) await this.#over(editNote);
  }

  async lists(): Promise<void> {
    const { gallery } = this.options;
    if (gallery.canChoose && gallery.choice?.several) await this.#over(openListMenu);
  }

  /** Brings everything up to date with the photo in view. */
  draw(): void {
    const { gallery, dialog } = this.options;
    const photo = this.options.photo();
    const { hiding } = gallery;
    const hidden = hiding?.has(photo.id) ?? false;
    this.#heart.setAttribute("aria-pressed", String(gallery.favourites.has(photo.id)));
    dialog.classList.toggle("has-note", Boolean(noteOf(gallery, photo)));
    this.#hide.hidden = !hiding?.mayChange(photo.id);
    this.#hide.setAttribute("aria-pressed", String(hidden));
    this.#hide.title = `${say(hidden ? "hidden_from_guests" : "hide_photo")} (H)`;
    this.#download.href = (gallery.data.urls.download ?? "").replace("{photo}", photo.id);
  }

  async #over(open: (gallery: Gallery, photo: Photo, parent: HTMLElement) => Promise<void>): Promise<void> {
    const { gallery, dialog, interrupt } = this.options;
    const photo = this.options.photo();
    if (!photo.loaded) return;
    interrupt();
    await open(gallery, photo, dialog);
    dialog.focus();
  }

  #share(event: MouseEvent): void {
    event.preventDefault();
    shareOrDownload(this.#download.href, this.options.photo().name ?? "photo.jpg");
  }
}
