/** The note on a favourite, written in full screen. It goes as part of the heart, so a photo with a note is chosen. */
import { enqueue } from "./actions.ts";
import { make } from "./element.ts";
import type { Gallery, Photo } from "./gallery.ts";
import { number, say } from "./messages.ts";
import { describe } from "./photo-shot.ts";

const MOST_CHARACTERS = 1000;

/** What the visitor wrote on the photo in the list hearts go into; "" without a heart. */
export function noteOf(gallery: Gallery, photo: Photo): string {
  return (gallery.favourites.has(photo.id) && gallery.choice?.data.notes[photo.id]) || "";
}

/** Asks for the words; ends when the dialog is closed. */
export async function editNote(gallery: Gallery, photo: Photo, parent: HTMLElement): Promise<void> {
  const field = make("textarea", { class: "textarea", rows: 4, id: "note-text", "aria-describedby": "note-error" });
  field.value = noteOf(gallery, photo);
  const error = make("p", { class: "bad", role: "alert", id: "note-error", hidden: true });
  const cancel = make("button", { class: "btn btn-ghost", type: "button" }, say("cancel"));
  const save = make("button", { class: "btn btn-primary", type: "submit" }, say("save"));
  const label = make("label", { for: "note-text", class: "note__title" }, say("note_title"));
  const hint = make("p", { class: "hint" }, say("note_hint"));
  const foot = make("div", { class: "note__foot" }, cancel, save);
  const form = make("form", { class: "note" }, label, hint, field, error, foot);
  const dialog = make("dialog", { class: "dlg dlg--small", "aria-label": say("note_title") }, form);
  cancel.addEventListener("click", () => dialog.close());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const refused = await saveNote(gallery, photo, field.value.trim());
    error.textContent = refused;
    error.hidden = !refused;
    if (!refused) dialog.close();
  });
  parent.append(dialog);
  dialog.showModal();
  field.focus();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  dialog.remove();
}

/** Why it was refused; nothing when it was taken or waits for the network. */
async function saveNote(gallery: Gallery, photo: Photo, note: string): Promise<string> {
  const { choice } = gallery;
  const length = [...note].length;
  if (length > MOST_CHARACTERS) return say("note_too_long", { n: length, most: number(MOST_CHARACTERS) });
  if (!choice) return say("not_saved");
  const { list, urls, notes } = choice.data;
  const outcome = await enqueue(
    {
      kind: "favourite",
      method: "PUT",
      address: urls.photo.replace("{list}", list).replace("{photo}", photo.id),
      body: { note },
      slot: `favourite/${list}/${photo.id}`,
      photo: photo.id,
      name: describe(gallery, photo),
      state: { list, chosen: true },
    },
    { explains: true },
  );
  if (outcome.state === "refused") return outcome.message || say("not_saved");
  notes[photo.id] = note;
  choice.dispatchEvent(new Event("change"));
  return "";
}
