/** What can be done with the selected photos; at the foot of the screen while any are selected. */
import { addressOf, type Board } from "./board.ts";
import { icon, make } from "./element.ts";
import { say } from "./messages.ts";

export class BoardBar {
  readonly element = make("div", { class: "board-bar", role: "toolbar", hidden: true });
  readonly #count = make("p", { class: "num font-medium whitespace-nowrap", role: "status" });
  readonly #hide = this.#button("eye-off", say("board_hide"), () => this.board.hide());
  readonly #show = this.#button("eye", say("board_show"), () => this.board.hide(this.board.chosen, false));
  readonly #cover = this.#button("image", say("board_cover"), () => this.#chooseCover());
  readonly #retry = this.#button("refresh-cw", say("retry"), () => this.board.retry());
  readonly #move = make("select", { class: "select select-sm w-44! h-8! shrink-0!", "aria-label": say("board_move") });

  constructor(private readonly board: Board) {
    const remove = this.#button("trash-2", say("board_delete"), () => this.board.delete());
    const clear = make("button", { class: "icb ml-auto", type: "button", "aria-label": say("board_clear") }, icon("x"));
    clear.addEventListener("click", () => board.select([]));
    this.#buildMove();
    const acts = make(
      "div",
      { class: "board-acts" },
      this.#move,
      this.#hide,
      this.#show,
      this.#cover,
      this.#retry,
      remove,
    );
    this.element.setAttribute("aria-label", say("board_selected", { n: 0 }));
    this.element.append(this.#count, acts, clear);
    board.addEventListener("change", () => this.draw());
  }

  draw(): void {
    const chosen = this.board.chosen;
    this.element.hidden = chosen.length === 0;
    this.#count.textContent = say("board_selected", { n: chosen.length });
    this.element.setAttribute("aria-label", this.#count.textContent);
    this.#hide.hidden = chosen.every((photo) => photo.hidden);
    this.#show.hidden = chosen.every((photo) => !photo.hidden);
    this.#cover.hidden = chosen.length !== 1 || chosen[0]?.state !== "ready";
    this.#retry.hidden = chosen.every((photo) => photo.state !== "failed");
  }

  #button(name: string, words: string, act: () => void): HTMLButtonElement {
    const button = make("button", { class: "btn btn-line btn-sm", type: "button" }, icon(name), words);
    button.addEventListener("click", act);
    return button;
  }

  #buildMove(): void {
    const { sections } = this.board.data;
    this.#move.hidden = sections.length === 0;
    this.#move.append(make("option", { value: "?" }, say("board_move")));
    for (const { id, name } of sections) this.#move.append(make("option", { value: id }, name));
    this.#move.append(make("option", { value: "" }, say("board_no_section")));
    this.#move.addEventListener("change", () => {
      if (this.#move.value !== "?") this.board.move(this.#move.value || null);
      this.#move.value = "?";
    });
  }

  /** Asks for the spot that must stay in view, then saves. */
  #chooseCover(): void {
    const photo = this.board.chosen[0];
    if (!photo) return;
    const image = make("img", {
      src: addressOf(this.board.data, photo, "view"),
      width: photo.w,
      height: photo.h,
      alt: photo.name,
    });
    const [left, top] = this.board.cover === photo.id ? this.board.data.focal : [50, 50];
    const range = (name: string, value: number) => make("input", { type: "range", name, min: 0, max: 100, value });
    const labelled = (words: string, input: HTMLElement) =>
      make("label", { class: "focal-range" }, make("span", {}, words), input);
    const [x, y] = [range("x", left), range("y", top)];
    const cancel = make("button", { class: "btn btn-line", type: "button" }, say("cancel"));
    const save = make("button", { class: "btn btn-primary", type: "submit" }, say("save"));
    const form = make(
      "form",
      { class: "cover-form", method: "dialog" },
      make("h2", { class: "text-h3!" }, say("board_cover")),
      make("p", { class: "hint" }, say("focal_point")),
      make("focal-point" as "div", {}, image, labelled(say("focal_horizontal"), x), labelled(say("focal_vertical"), y)),
      make("div", { class: "flex gap-2 justify-end" }, cancel, save),
    );
    const dialog = make("dialog", { class: "dlg", "aria-label": say("board_cover") }, form);
    cancel.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    form.addEventListener("submit", () => this.board.setCover(photo.id, x.valueAsNumber / 100, y.valueAsNumber / 100));
    document.body.append(dialog);
    dialog.showModal();
  }
}
