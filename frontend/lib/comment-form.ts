/** Where a comment is written or changed, beside the full screen: words, the spot they point at, and why they were refused. */
import type { CommentItem } from "./comment-item.ts";
import { icon, make } from "./element.ts";
import { number, say } from "./messages.ts";
import type { Pin } from "./pins.ts";

const MOST_CHARACTERS = 4000;

export interface Draft {
  text: string;
  pin: Pin | null;
  /** The comment that is being changed; null for a new one. */
  editing: CommentItem | null;
}

export const BLANK: Draft = { text: "", pin: null, editing: null };

export interface FormOptions {
  /** The number the pin will bear. */
  number: () => number;
  /** The pin came, went, or is to be drawn anew. */
  pinned: () => void;
  /** "Point at a spot" was pressed: the pin takes the focus. */
  pointing: () => void;
  /** Sends it; ends with why it was refused, or with nothing. */
  submit: (draft: Draft) => Promise<string>;
}

export class CommentForm {
  readonly element: HTMLFormElement;
  readonly #text = make("textarea", { class: "textarea", rows: 2, id: "comment-text" });
  readonly #error = make("p", { class: "bad", role: "alert", id: "comment-error", hidden: true });
  readonly #point = make("button", { class: "talk__point", type: "button" });
  readonly #unpoint = make("button", { class: "icb", type: "button", "aria-label": say("pin_remove") }, icon("x"));
  readonly #cancel = make("button", { class: "btn btn-ghost", type: "button" }, say("cancel"));
  readonly #send = make("button", { class: "btn btn-primary", type: "submit" });
  #draft = BLANK;

  constructor(private readonly options: FormOptions) {
    this.#text.placeholder = say("comment_placeholder");
    this.#text.setAttribute("aria-describedby", "comment-error");
    const words = make("label", { class: "sr-only", for: "comment-text" }, say("your_comment"));
    const pointing = make("div", { class: "talk__pointing" }, this.#point, this.#unpoint);
    const foot = make("div", { class: "talk__foot" }, pointing, this.#cancel, this.#send);
    this.element = make("form", { class: "talk__form" }, words, this.#text, this.#error, foot);
    this.#listen();
  }

  get draft(): Draft {
    return this.#draft;
  }

  /** Shows what is being written; what was said of the former goes. */
  take(draft: Draft): void {
    this.#draft = draft;
    this.#text.value = draft.text;
    this.#cancel.hidden = !draft.editing;
    this.#send.textContent = say(draft.editing ? "save" : "send");
    this.refuse("");
    this.drawPoint();
  }

  point(pin: Pin | null): void {
    const appears = (this.#draft.pin === null) !== (pin === null);
    this.#draft = { ...this.#draft, pin };
    if (appears) this.drawPoint();
  }

  drawPoint(): void {
    const { pin } = this.#draft;
    this.#point.replaceChildren(icon("map-pin"), say(pin ? "pin" : "pin_place", { n: this.options.number() }));
    this.#point.title = say("pin_hint");
    this.#unpoint.hidden = !pin;
    this.options.pinned();
  }

  focus(): void {
    this.#text.focus();
  }

  refuse(reason: string): void {
    this.#error.textContent = reason;
    this.#error.hidden = !reason;
    this.#text.setAttribute("aria-invalid", String(Boolean(reason)));
  }

  #listen(): void {
    this.#text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) this.element.requestSubmit();
    });
    this.#text.addEventListener("input", () => {
      this.#draft = { ...this.#draft, text: this.#text.value };
    });
    this.#point.addEventListener("click", () => {
      this.point(this.#draft.pin ?? { x: 0.5, y: 0.5 });
      this.options.pointing();
    });
    this.#unpoint.addEventListener("click", () => {
      this.point(null);
      this.#point.focus();
    });
    this.#cancel.addEventListener("click", () => {
      this.take(BLANK);
      this.focus();
    });
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  async #submit(): Promise<void> {
    const draft = { ...this.#draft, text: this.#draft.text.trim() };
    const length = [...draft.text].length;
    if (length === 0) return this.focus();
    if (length > MOST_CHARACTERS) {
      return this.refuse(say("comment_too_long", { n: length, most: number(MOST_CHARACTERS) }));
    }
    this.#send.disabled = true;
    try {
      this.refuse(await this.options.submit(draft));
    } finally {
      this.#send.disabled = false;
    }
  }
}
