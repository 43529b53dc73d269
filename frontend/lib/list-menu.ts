/** In which of one's lists a photo is: a small dialog with a check box a list and a field for a new one. */
import { enqueue } from "./actions.ts";
import { make } from "./element.ts";
import type { Gallery, Photo } from "./gallery.ts";
import { identified } from "./identify.ts";
import { say } from "./messages.ts";
import { describe } from "./photo-shot.ts";
import { newKey, Refused, send } from "./requests.ts";

/** Opens it over `parent`, the page or a dialog that lies on it; ends when it is closed. */
export async function openListMenu(gallery: Gallery, photo: Photo, parent: HTMLElement): Promise<void> {
  const { choice } = gallery;
  if (!choice) return;
  const title = say("lists_of", { photo: describe(gallery, photo) });
  const rows = make("div", { class: "list-menu__rows" });
  for (const { id, name } of choice.data.lists) rows.append(row(gallery, photo, { id, name }));
  const close = make("button", { class: "btn btn-primary", type: "button" }, say("done"));
  const content = make("div", { class: "list-menu" }, make("h2", {}, title), rows);
  if (choice.data.several) content.append(newList(gallery, photo, rows));
  content.append(make("div", { class: "list-menu__foot" }, close));
  const dialog = make("dialog", { class: "dlg dlg--small", "aria-label": title }, content);
  close.addEventListener("click", () => dialog.close());
  parent.append(dialog);
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  dialog.remove();
}

function row(gallery: Gallery, photo: Photo, { id, name }: { id: string; name: string }): HTMLElement {
  const { choice } = gallery;
  const isHearts = id === choice?.data.list;
  const box = make("input", { type: "checkbox", class: "checkbox" });
  box.checked = choice?.isIn(id, photo.id) ?? false;
  box.disabled = isHearts ? Boolean(choice?.data.locked) : !choice?.data.others[id];
  box.addEventListener("change", async () => {
    const chosen = box.checked;
    if (isHearts) await gallery.favourites.want(photo.id, chosen);
    else if (!(await put(gallery, photo, id, chosen))) box.checked = !chosen;
    if (isHearts) box.checked = gallery.favourites.has(photo.id);
  });
  return make("label", { class: "list-menu__row" }, box, make("span", {}, name));
}

/** False when it was refused; the queue has said why. */
async function put(gallery: Gallery, photo: Photo, list: string, chosen: boolean): Promise<boolean> {
  const { choice } = gallery;
  if (!choice) return false;
  const outcome = await enqueue({
    kind: "favourite",
    method: chosen ? "PUT" : "DELETE",
    address: choice.data.urls.photo.replace("{list}", list).replace("{photo}", photo.id),
    slot: `favourite/${list}/${photo.id}`,
    photo: photo.id,
    name: describe(gallery, photo),
    state: { list, chosen },
  });
  if (outcome.state === "refused") return false;
  choice.noted(list, photo.id, chosen);
  return true;
}

function newList(gallery: Gallery, photo: Photo, rows: HTMLElement): HTMLElement {
  const field = make("input", { class: "input", name: "name", maxlength: 100, required: true, autocomplete: "off" });
  field.setAttribute("aria-label", say("list_name"));
  field.placeholder = say("list_name");
  const error = make("p", { class: "bad", role: "alert", hidden: true });
  const button = make("button", { class: "btn btn-line", type: "submit" }, say("list_make"));
  const form = make("form", { class: "list-menu__new" }, field, button, error);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    error.hidden = true;
    if (!gallery.choice || !(await identified())) return;
    try {
      const body = { name: field.value };
      const made = await send<{ id: string; name: string }>(gallery.choice.data.urls.lists, {
        method: "POST",
        body,
        key: newKey(),
      });
      gallery.choice.data.lists.push({ ...made, count: 0 });
      gallery.choice.data.others[made.id] = [];
      const entry = row(gallery, photo, made);
      rows.append(entry);
      field.value = "";
      entry.querySelector("input")?.click();
    } catch (refusal) {
      error.textContent = (refusal instanceof Refused && refusal.message) || say("not_reached");
      error.hidden = false;
    }
  });
  return form;
}
