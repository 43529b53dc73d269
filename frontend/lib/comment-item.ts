/** One comment of a photo as the panel beside the full screen draws it. */
import { icon, make } from "./element.ts";
import { say } from "./messages.ts";
import type { Pin } from "./pins.ts";

/** As the server sends it (web/portal/views/comments.py): times as ISO and in words, `studio` beside a member's name. */
export interface CommentItem {
  id: string;
  name: string;
  studio: string | null;
  text: string;
  pin: Pin | null;
  at: string;
  when: string;
  edited: string | null;
  resolved: boolean;
  may_change: boolean;
  reply_to: string | null;
}

export interface CommentActions {
  edit: (item: CommentItem) => void;
  remove: (item: CommentItem) => void;
}

/** A comment with its answers; `number` is that of its pin. */
export function drawComment(
  item: CommentItem,
  { number, answers, actions }: { number: number | null; answers: CommentItem[]; actions: CommentActions },
): HTMLElement {
  const entry = make("li", { "data-comment": item.id, tabindex: -1 }, ...body(item, number));
  if (item.resolved) entry.append(make("p", { class: "talk__done" }, icon("check"), say("comment_done")));
  if (item.may_change) {
    const edit = make("button", { class: "talk__act", type: "button" }, say("comment_edit"));
    const remove = make("button", { class: "talk__act", type: "button" }, say("comment_delete"));
    edit.addEventListener("click", () => actions.edit(item));
    remove.addEventListener("click", () => actions.remove(item));
    entry.append(make("p", { class: "talk__acts" }, edit, remove));
  }
  for (const answer of answers) entry.append(make("div", { class: "talk__reply" }, ...body(answer, null)));
  return entry;
}

/** Words that wait for the network. */
export function drawWaiting(text: string): HTMLElement {
  const who = make("p", { class: "talk__who text-muted" }, icon("clock"), say("waiting"));
  return make("li", { class: "talk__waiting" }, who, make("p", { class: "talk__text" }, text));
}

function body(item: CommentItem, number: number | null): HTMLElement[] {
  const badge =
    number === null
      ? null
      : make("span", { class: "pin pin--li" }, make("span", { class: "sr-only" }, say("pin", { n: number })));
  badge?.append(make("span", { "aria-hidden": "true" }, String(number)));
  const time = make("time", { class: "text-muted", datetime: item.at, title: fullDate(item.at) }, item.when);
  const studio = item.studio && make("span", { class: "text-muted" }, item.studio);
  const edited = item.edited && make("span", { class: "text-muted" }, say("comment_edited", { when: item.edited }));
  const who = make("p", { class: "talk__who" }, badge, make("strong", {}, item.name), studio, time, edited);
  return [who, make("p", { class: "talk__text" }, item.text)];
}

function fullDate(at: string): string {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return "";
  return moment.toLocaleString(document.documentElement.lang || undefined, { dateStyle: "long", timeStyle: "short" });
}
