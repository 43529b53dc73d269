/** One photo of the photographer's grid: whole frame, file name, state in shape and word. */
import { addressOf, type BoardData, type BoardPhoto } from "./board.ts";
import { icon, make } from "./element.ts";
import { say } from "./messages.ts";
import { placeholderUrl } from "./placeholder.ts";

export interface CellLook {
  data: BoardData;
  selected: boolean;
  cover: boolean;
}

export function drawCell(photo: BoardPhoto, { data, selected, cover }: CellLook): HTMLElement {
  const button = make(
    "button",
    {
      class: "cell__frame",
      type: "button",
      "aria-pressed": String(selected),
      "aria-label": say("board_select", { photo: photo.name }),
    },
    photo.state === "ready"
      ? picture(photo, data)
      : icon(photo.state === "failed" ? "circle-alert" : "clock", "cell__state"),
  );
  const check = make("span", { class: "cell__check", "aria-hidden": "true" }, icon("check"));
  const name = make("span", { class: "cell__name fn", title: photo.name }, photo.name);
  const cell = make(
    "div",
    { class: "cell", "data-photo": photo.id, draggable: "true" },
    button,
    check,
    make("p", { class: "cell__words" }, name, note(photo, cover)),
  );
  cell.classList.toggle("is-selected", selected);
  cell.classList.toggle("is-hidden", photo.hidden);
  return cell;
}

function picture(photo: BoardPhoto, data: BoardData): HTMLImageElement {
  const [grid, grid2] = [addressOf(data, photo, "grid"), addressOf(data, photo, "grid2")];
  const image = make("img", {
    src: grid,
    srcset: `${grid} 1x, ${grid2} 2x`,
    alt: "",
    decoding: "async",
    draggable: "false",
  });
  image.style.aspectRatio = String(photo.w / photo.h);
  image.classList.toggle("is-tall", photo.w < photo.h);
  const placeholder = placeholderUrl(photo.placeholder);
  if (placeholder) image.style.backgroundImage = `url("${placeholder}")`;
  return image;
}

/** The most important thing to know beside the name; states are words, not colours alone. */
function note(photo: BoardPhoto, cover: boolean): HTMLElement | null {
  if (photo.state === "failed") {
    return make("span", { class: "cell__note text-error", title: photo.reason }, photo.reason || say("board_failed"));
  }
  const words = [];
  if (photo.state === "pending") words.push(say("board_pending"));
  if (photo.hidden) words.push(say("board_hidden"));
  if (photo.hidden_from_guests) words.push(say("board_hidden_from_guests"));
  if (cover) words.push(say("board_cover_mark"));
  if (photo.duplicate_of) words.push(say("board_duplicate", { photo: photo.duplicate_of }));
  const text = words.join(", ");
  return text ? make("span", { class: "cell__note", title: text }, text) : null;
}
