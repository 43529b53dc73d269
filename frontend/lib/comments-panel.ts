/**
 * The comments of one photo beside the full screen. The server's list: GET → {"items": [{"id", "name", "text", "at" (ISO),
 * "when" ("yesterday 21:14"), "reply_to" (id or null)}]}; POST {"text"} → 201 with the new item.
 */
import { icon, make } from "./element.ts";
import type { Gallery, Photo } from "./gallery.ts";
import { identified, identify } from "./identify.ts";
import { say } from "./messages.ts";
import { Refused, send } from "./requests.ts";

export interface CommentItem {
  id: string;
  name: string;
  text: string;
  at: string;
  when: string;
  reply_to: string | null;
}

export class CommentsPanel {
  readonly element: HTMLElement;
  readonly #list = make("ul", { class: "talk__list" });
  readonly #text = make("textarea", { class: "textarea", rows: 2, id: "comment-text", maxlength: 5000 });
  readonly #error = make("p", { class: "bad", role: "alert", hidden: true });
  readonly #send = make("button", { class: "btn btn-primary", type: "submit" }, say("send"));
  #photo: Photo | null = null;
  /** What was written for a photo and not yet sent survives going to the next one. */
  readonly #drafts = new Map<string, string>();

  constructor(
    private readonly gallery: Gallery,
    close: () => void,
  ) {
    const closing = make("button", { class: "icb", type: "button", "aria-label": say("hide_comments") }, icon("x"));
    closing.addEventListener("click", close);
    this.#text.placeholder = say("comment_placeholder");
    this.#text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) form.requestSubmit();
    });
    const words = make("label", { class: "sr-only", for: "comment-text" }, say("your_comment"));
    const form = make("form", { class: "talk__form" }, words, this.#text, this.#error, this.#send);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#post();
    });
    const head = make("div", { class: "talk__head" }, make("h2", { class: "text-h3!" }, say("comments")), closing);
    this.element = make("aside", { class: "talk", "aria-label": say("comments") }, head, this.#list, form);
  }

  focus(): void {
    this.#text.focus();
  }

  async show(photo: Photo): Promise<void> {
    if (this.#photo === photo) return;
    if (this.#photo) this.#drafts.set(this.#photo.id, this.#text.value);
    this.#photo = photo;
    this.#text.value = this.#drafts.get(photo.id) ?? "";
    this.#error.hidden = true;
    this.#list.replaceChildren();
    try {
      const { items } = await send<{ items: CommentItem[] }>(this.#address(photo));
      if (this.#photo === photo) this.#draw(photo, items);
    } catch {
      if (this.#photo === photo) this.#say(say("comments_not_loaded"));
    }
  }

  async #post(): Promise<void> {
    const photo = this.#photo;
    const text = this.#text.value.trim();
    if (!photo || !text) return;
    this.#send.disabled = true;
    this.#error.hidden = true;
    try {
      if (!(await identified())) return;
      const item = await this.#sendText(photo, text);
      this.#drafts.delete(photo.id);
      this.gallery.setComments(photo, photo.comments + 1);
      if (this.#photo !== photo) return;
      this.#text.value = "";
      this.#list.querySelector(".talk__none")?.remove();
      this.#append(item);
      this.#list.lastElementChild?.scrollIntoView({ block: "nearest" });
    } catch (error) {
      const words = error instanceof Refused ? error.message : say("not_reached");
      if (!(error instanceof Refused && error.status === 401)) this.#say(words || say("comment_failed"));
    } finally {
      this.#send.disabled = false;
    }
  }

  async #sendText(photo: Photo, text: string, key: string = crypto.randomUUID()): Promise<CommentItem> {
    try {
      return await send<CommentItem>(this.#address(photo), { method: "POST", body: { text }, key });
    } catch (error) {
      const unknown = error instanceof Refused && error.status === 401 && error.answer.identify;
      if (unknown && (await identify())) return this.#sendText(photo, text);
      throw error;
    }
  }

  #draw(photo: Photo, items: CommentItem[]): void {
    this.#list.replaceChildren();
    if (items.length === 0) this.#list.append(make("li", { class: "talk__none" }, say("no_comments")));
    for (const item of items) this.#append(item);
    if (items.length !== photo.comments) this.gallery.setComments(photo, items.length);
  }

  #append(item: CommentItem): void {
    const time = make("time", { class: "text-muted", datetime: item.at, title: fullDate(item.at) }, item.when);
    const head = make("p", { class: "talk__who" }, make("strong", {}, item.name), " ", time);
    const body = [head, make("p", { class: "talk__text" }, item.text)];
    const parent = item.reply_to && this.#list.querySelector(`[data-comment="${CSS.escape(item.reply_to)}"]`);
    if (parent) parent.append(make("div", { class: "talk__reply" }, ...body));
    else this.#list.append(make("li", { "data-comment": item.id }, ...body));
  }

  #say(words: string): void {
    this.#error.textContent = words;
    this.#error.hidden = false;
  }

  #address(photo: Photo): string {
    return (this.gallery.data.urls.comments ?? "").replace("{photo}", photo.id);
  }
}

function fullDate(at: string): string {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return "";
  return moment.toLocaleString(document.documentElement.lang || undefined, { dateStyle: "long", timeStyle: "short" });
}
