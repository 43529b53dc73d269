/**
 * The note on a favourite, written in full screen. Notes come with one's own lists (GET /g/GID/lists), and go as part of the
 * heart (PUT with {"note"}), so a photo with a note is chosen.
 */
import { enqueue } from "./actions.ts";
import { make } from "./element.ts";
import type { Gallery, Photo } from "./gallery.ts";
import { number, say } from "./messages.ts";
import { describe } from "./photo-shot.ts";
import { send } from "./requests.ts";

const MOST_CHARACTERS = 1000;

interface OwnLists {
  list: string;
  notes: Record<string, string>;
  urls: { photo: string };
}

export class Notes extends EventTarget {
  #lists: Promise<OwnLists> | null = null;
  #known: Record<string, string> = {};

  constructor(private readonly gallery: Gallery) {
    super();
  }

  /** Whether there are words on the photo, as far as one's lists are here. */
  has(photo: Photo): boolean {
    return Boolean(this.#known[photo.id]) && this.gallery.favourites.has(photo.id);
  }

  /** Fetches one's own lists; "change" tells when they are here. */
  async load(): Promise<OwnLists> {
    this.#lists ??= send<OwnLists>(`${galleryAddress()}lists`);
    try {
      const lists = await this.#lists;
      this.#known = { ...lists.notes, ...this.#known };
      this.dispatchEvent(new Event("change"));
      return lists;
    } catch (error) {
      this.#lists = null;
      throw error;
    }
  }

  /** Asks for the words; ends when the dialog is closed. */
  async edit(photo: Photo, parent: HTMLElement): Promise<void> {
    const lists = await this.load().catch(() => null);
    const field = make("textarea", { class: "textarea", rows: 4, id: "note-text", "aria-describedby": "note-error" });
    field.value = this.#known[photo.id] ?? "";
    const error = make("p", { class: "bad", role: "alert", id: "note-error", hidden: true });
    const cancel = make("button", { class: "btn btn-ghost", type: "button" }, say("cancel"));
    const save = make("button", { class: "btn btn-primary", type: "submit" }, say("save"));
    const hint = make("p", { class: "hint" }, say("note_hint"));
    const label = make("label", { for: "note-text", class: "note__title" }, say("note_title"));
    const foot = make("div", { class: "note__foot" }, cancel, save);
    const form = make("form", { class: "note" }, label, hint, field, error, foot);
    const dialog = make("dialog", { class: "dlg dlg--small", "aria-label": say("note_title") }, form);
    const refuse = (words: string) => {
      error.textContent = words;
      error.hidden = !words;
    };
    if (!lists) refuse(say("not_reached"));
    save.disabled = !lists;
    cancel.addEventListener("click", () => dialog.close());
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const words = await this.#save(photo, field.value.trim(), lists);
      if (words === null) dialog.close();
      else refuse(words);
    });
    parent.append(dialog);
    dialog.showModal();
    field.focus();
    await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
    dialog.remove();
  }

  /** Why it was refused; null when it was taken or waits for the network. */
  async #save(photo: Photo, note: string, lists: OwnLists | null): Promise<string | null> {
    const length = [...note].length;
    if (!lists || length > MOST_CHARACTERS) return say("note_too_long", { n: length, most: number(MOST_CHARACTERS) });
    const { list, urls } = lists;
    const outcome = await enqueue(
      {
        kind: "favourite",
        method: "PUT",
        address: urls.photo.replace("{list}", list).replace("{photo}", photo.id),
        body: { note },
        slot: `favourite/${list}/${photo.id}`,
        photo: photo.id,
        name: describe(this.gallery, photo),
        state: { list, chosen: true },
      },
      { explains: true },
    );
    if (outcome.state === "refused") return outcome.message;
    this.#known[photo.id] = note;
    this.dispatchEvent(new Event("change"));
    return null;
  }
}

/** "/g/GID/" of this page. */
function galleryAddress(): string {
  return /^\/g\/[^/]+\//.exec(location.pathname)?.[0] ?? "/";
}
