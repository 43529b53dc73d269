/**
 * The comments of one photo beside the full screen: read, write, point at a spot, change or take back while unanswered.
 * The server's list: GET → {"items": [CommentItem]}; POST {"text", "pin"} → 201 with the new one; PATCH the same, and DELETE,
 * on ADDRESS/ID. Writing goes through the queue of actions, so it outlives a moment without a network; what was written and
 * not taken stays in the field, over a refusal and over going to the next photo.
 */
import { type Ending, enqueue, pageQueue } from "./actions.ts";
import { BLANK, CommentForm, type Draft } from "./comment-form.ts";
import { type CommentItem, drawComment, drawWaiting } from "./comment-item.ts";
import { icon, make } from "./element.ts";
import type { Gallery, Photo } from "./gallery.ts";
import { say } from "./messages.ts";
import { describe } from "./photo-shot.ts";
import { type Pin, PinLayer, type PinOptions } from "./pins.ts";
import { send } from "./requests.ts";
import { toast } from "./toasts.ts";

const KIND = "comment";

export class CommentsPanel {
  readonly element: HTMLElement;
  readonly pins: PinLayer;
  readonly #list = make("ul", { class: "talk__list" });
  readonly #form: CommentForm;
  #photo: Photo | null = null;
  #items: CommentItem[] = [];
  readonly #drafts = new Map<string, Draft>();

  constructor(
    private readonly gallery: Gallery,
    { close, box, signal }: { close: () => void; box: PinOptions["box"]; signal: AbortSignal },
  ) {
    this.#form = new CommentForm({
      number: () => this.#newNumber,
      pinned: () => this.#drawPins(),
      pointing: () => this.pins.focusDraft(),
      submit: (draft) => this.#submit(draft),
    });
    this.pins = new PinLayer({
      box,
      moved: (pin) => this.#form.point(pin),
      settled: () => this.focus(),
      picked: (comment) => this.#find(comment)?.focus(),
    });
    const closing = make("button", { class: "icb", type: "button", "aria-label": say("hide_comments") }, icon("x"));
    closing.addEventListener("click", close);
    const head = make("div", { class: "talk__head" }, make("h2", { class: "text-h3!" }, say("comments")), closing);
    this.element = make(
      "aside",
      { class: "talk", "aria-label": say("comments") },
      head,
      this.#list,
      this.#form.element,
    );
    const queue = pageQueue();
    queue.addEventListener("saved", (event) => this.#saved((event as CustomEvent<Ending>).detail), { signal });
    queue.addEventListener("refused", (event) => this.#refused((event as CustomEvent<Ending>).detail), { signal });
    queue.addEventListener("pending", () => this.#photo && this.#draw(), { signal });
  }

  focus(): void {
    this.#form.focus();
  }

  /** The visitor pointed at a spot of the picture. */
  pointAt(pin: Pin): void {
    this.#form.point(pin);
    this.#drawPins();
  }

  async show(photo: Photo): Promise<void> {
    if (this.#photo === photo) return;
    this.#keep();
    this.#photo = photo;
    this.#items = [];
    this.#list.replaceChildren();
    this.#form.take(this.#drafts.get(photo.id) ?? BLANK);
    try {
      const { items } = await send<{ items: CommentItem[] }>(this.#address(photo));
      if (this.#photo !== photo) return;
      this.#items = items;
      if (items.length !== photo.comments) this.gallery.setComments(photo, items.length);
      this.#draw();
    } catch {
      if (this.#photo === photo) this.#form.refuse(say("comments_not_loaded"));
    }
  }

  // ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────────

  async #submit(draft: Draft): Promise<string> {
    const photo = this.#photo;
    if (!photo) return "";
    const { state, message, status } = await this.#send(photo, draft);
    if (state === "refused") return status === 401 ? "" : message || say("comment_failed");
    this.#drafts.delete(photo.id);
    if (this.#photo !== photo) return "";
    if (state === "waiting" && draft.editing) Object.assign(draft.editing, { text: draft.text, pin: draft.pin });
    this.#form.take(BLANK);
    this.#draw();
    this.#list.lastElementChild?.scrollIntoView({ block: "nearest" });
    return "";
  }

  #send(photo: Photo, { text, pin, editing }: Draft) {
    const address = this.#address(photo) + (editing ? `/${editing.id}` : "");
    const about = { kind: KIND, photo: photo.id, name: describe(this.gallery, photo) };
    return enqueue({ ...about, method: editing ? "PATCH" : "POST", address, body: { text, pin } }, { explains: true });
  }

  async #remove(item: CommentItem): Promise<void> {
    const photo = this.#photo;
    if (!photo) return;
    const about = { kind: KIND, photo: photo.id, name: describe(this.gallery, photo) };
    const address = `${this.#address(photo)}/${item.id}`;
    const { state, status, message } = await enqueue({ ...about, method: "DELETE", address }, { explains: true });
    if (state === "refused" && status !== 404) return this.#form.refuse(message);
    this.#count(photo, -1);
    const undo = () => this.#send(photo, { text: item.text, pin: item.pin, editing: null });
    toast(say("comment_deleted"), { undo });
    if (this.#photo !== photo) return;
    this.#items = this.#items.filter(({ id }) => id !== item.id);
    if (this.#form.draft.editing?.id === item.id) this.#form.take(BLANK);
    this.#draw();
    this.focus();
  }

  /** Ours, another tab's or an earlier page's: what the server took stands in the list. */
  #saved({ action, answer }: Ending): void {
    const photo = action.kind === KIND && this.gallery.photo(action.photo ?? "");
    if (!photo || action.method === "DELETE") return;
    if (action.method === "POST") this.#count(photo, 1);
    if (this.#photo !== photo) return;
    const item = answer as unknown as CommentItem;
    const place = this.#items.findIndex(({ id }) => id === item.id);
    if (place < 0) this.#items.push(item);
    else this.#items[place] = item;
    this.#draw();
  }

  /** Words that waited and were refused in the end come back into their photo's field. */
  #refused({ action }: Ending): void {
    const { photo, method, body } = action;
    if (action.kind !== KIND || method !== "POST" || !photo) return;
    const lost = { ...BLANK, ...(body as Pick<Draft, "text" | "pin">) };
    const here = this.#photo?.id === photo;
    const written = here ? this.#form.draft.text : this.#drafts.get(photo)?.text;
    if (written) return;
    if (here) this.#form.take(lost);
    else this.#drafts.set(photo, lost);
  }

  #keep(): void {
    if (!this.#photo) return;
    const { draft } = this.#form;
    if (draft.text || draft.pin) this.#drafts.set(this.#photo.id, draft);
    else this.#drafts.delete(this.#photo.id);
  }

  #count(photo: Photo, change: 1 | -1): void {
    this.gallery.setComments(photo, Math.max(0, photo.comments + change));
  }

  // ── what stands ─────────────────────────────────────────────────────────────────────────────────────────────────

  #draw(): void {
    const numbers = this.#numbers();
    const actions = {
      edit: (item: CommentItem) => {
        this.#form.take({ text: item.text, pin: item.pin, editing: item });
        this.focus();
      },
      remove: (item: CommentItem) => this.#remove(item),
    };
    const asked = this.#items.filter(({ reply_to }) => reply_to === null);
    const entries = asked.map((item) => {
      const answers = this.#items.filter(({ reply_to }) => reply_to === item.id);
      return drawComment(item, { number: numbers.get(item.id) ?? null, answers, actions });
    });
    entries.push(...this.#waiting().map(drawWaiting));
    if (entries.length === 0) entries.push(make("li", { class: "talk__none" }, say("no_comments")));
    this.#list.replaceChildren(...entries);
    this.#form.drawPoint();
  }

  /** Words that wait for the network. */
  #waiting(): string[] {
    const mine = pageQueue().waiting.filter((action) => action.kind === KIND && action.photo === this.#photo?.id);
    return mine.flatMap(({ method, body }) => (method === "POST" ? [(body as { text: string }).text] : []));
  }

  /** The number of each pin, as the studio sees it too: in the order of writing. */
  #numbers(): Map<string, number> {
    const pinned = this.#items.filter(({ pin, reply_to }) => pin && reply_to === null);
    return new Map(pinned.map(({ id }, at) => [id, at + 1]));
  }

  get #newNumber(): number {
    const numbers = this.#numbers();
    const { editing } = this.#form.draft;
    return (editing && numbers.get(editing.id)) || numbers.size + 1;
  }

  #drawPins(): void {
    const { pin: fresh, editing } = this.#form.draft;
    const numbers = this.#numbers();
    const shown = this.#items.flatMap(({ id, pin }) => {
      const place = numbers.get(id);
      return pin && place && id !== editing?.id ? [{ ...pin, number: place, comment: id }] : [];
    });
    this.pins.show(shown, fresh && { pin: fresh, number: this.#newNumber });
  }

  #find(comment: string): HTMLElement | null {
    return this.#list.querySelector(`[data-comment="${CSS.escape(comment)}"]`);
  }

  #address(photo: Photo): string {
    return (this.gallery.data.urls.comments ?? "").replace("{photo}", photo.id);
  }
}
