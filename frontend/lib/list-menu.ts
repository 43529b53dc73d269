/** In which of one's lists a photo is: a small dialog with a check box a list and a field for a new one. */
import type { Choice } from "./choice.ts";
import { icon, make } from "./element.ts";
import type { Gallery, Photo } from "./gallery.ts";
import { say } from "./messages.ts";
import type { ListName } from "./own-lists.ts";
import { describe } from "./photo-shot.ts";

/** Opens it over `parent`, the page or a dialog that lies on it; ends when it is closed. */
export async function openListMenu(gallery: Gallery, photo: Photo, parent: HTMLElement): Promise<void> {
  const { choice } = gallery;
  if (!choice) return;
  const leave = new AbortController();
  const title = say("lists_of", { photo: describe(gallery, photo) });
  const rows = new ListRows(gallery, choice, photo);
  const close = make("button", { class: "btn btn-primary", type: "button" }, say("done"));
  const content = make("div", { class: "list-menu" }, make("h2", {}, title), rows.element);
  const form = choice.data.several ? new NewList(gallery, choice, photo) : null;
  if (form) content.append(form.element);
  content.append(make("div", { class: "list-menu__foot" }, close));
  const dialog = make("dialog", { class: "dlg dlg--small", "aria-label": title }, content);
  close.addEventListener("click", () => dialog.close());
  const draw = () => {
    rows.draw();
    form?.draw();
  };
  choice.addEventListener("change", draw, { signal: leave.signal });
  gallery.addEventListener("favourites", draw, { signal: leave.signal });
  draw();
  parent.append(dialog);
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  leave.abort();
  dialog.remove();
}

class ListRows {
  readonly element = make("div", { class: "list-menu__rows" });
  readonly #rows = new Map<string, HTMLElement>();

  constructor(
    private readonly gallery: Gallery,
    private readonly choice: Choice,
    private readonly photo: Photo,
  ) {}

  /** Brings them up to date; those that are there keep their place and the focus. */
  draw(): void {
    const { all } = this.choice.lists;
    const known = new Set(all.map(({ id }) => id));
    for (const [id, row] of this.#rows) {
      if (known.has(id)) continue;
      row.remove();
      this.#rows.delete(id);
    }
    for (const list of all) this.#update(list);
  }

  #update({ id, name }: ListName): void {
    const row = this.#rows.get(id) ?? this.#add(id);
    const { choice } = this;
    const box = row.querySelector("input") as HTMLInputElement;
    const isHearts = id === choice.data.list;
    box.checked = choice.isIn(id, this.photo.id);
    box.disabled = isHearts ? Boolean(choice.data.locked) : !choice.lists.photosOf(id);
    row.querySelector(".list-menu__name")?.replaceChildren(name);
    const waits = row.querySelector<HTMLElement>(".list-menu__waits");
    if (waits) waits.hidden = !choice.lists.waits(id);
  }

  #add(id: string): HTMLElement {
    const { choice, gallery, photo } = this;
    const box = make("input", { type: "checkbox", class: "checkbox" });
    box.addEventListener("change", () => {
      if (id === choice.data.list) gallery.favourites.want(photo.id, box.checked).then(() => this.draw());
      else choice.lists.put(id, { id: photo.id, name: describe(gallery, photo) }, box.checked);
    });
    const waits = make("span", { class: "list-menu__waits", hidden: true }, icon("cloud-off"), say("waiting"));
    const row = make("label", { class: "list-menu__row" }, box, make("span", { class: "list-menu__name" }), waits);
    this.#rows.set(id, row);
    this.element.append(row);
    return row;
  }
}

/** The field for a new list; and, beside it, why one was not made, for as long as it has no other name. */
class NewList {
  readonly element = make("form", { class: "list-menu__new" });
  readonly #field = make("input", {
    class: "input",
    name: "name",
    maxlength: 100,
    required: true,
    autocomplete: "off",
    "aria-label": say("list_name"),
    "aria-describedby": "list-error",
    placeholder: say("list_name"),
  });
  readonly #error = make("p", { class: "bad", role: "alert", id: "list-error", hidden: true });
  /** What was said last of a refused list. */
  #said = "";

  constructor(
    private readonly gallery: Gallery,
    private readonly choice: Choice,
    private readonly photo: Photo,
  ) {
    const button = make("button", { class: "btn btn-line", type: "submit" }, say("list_make"));
    this.element.append(this.#field, button, this.#error);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(this.#field.value.trim());
    });
  }

  draw(): void {
    const [refused] = this.choice.lists.refused;
    if (!refused) return;
    const { name, why, photos } = refused;
    const kept = photos.length ? say("list_refused_photos", { n: photos.length }) : "";
    const words = `${say("refused_photo", { photo: name, why })} ${kept}`;
    if (words === this.#said) return;
    this.#said = words;
    this.#field.value ||= name;
    this.#say(words);
  }

  async #submit(name: string): Promise<void> {
    const { choice, gallery, photo } = this;
    if (!name) return;
    if (choice.lists.all.some((list) => list.name === name)) return this.#say(say("list_name_taken"));
    const [refused] = choice.lists.refused;
    const ids = new Set([...(refused?.photos ?? []), photo.id]);
    const photos = [...ids].flatMap((id) => gallery.photo(id) ?? []);
    this.#field.value = "";
    this.#say("");
    this.#said = "";
    if (refused) choice.lists.forget(refused);
    const outcome = await choice.lists.make(
      name,
      photos.map((one) => ({ id: one.id, name: describe(gallery, one) })),
    );
    if (outcome.state === "refused") this.#field.value ||= name;
  }

  #say(words: string): void {
    this.#error.textContent = words.trim();
    this.#error.hidden = !words;
  }
}
