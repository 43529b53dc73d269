/**
 * Dragging on the photographer's grid: photos onto another photo (before or after it) or onto a section's head, and a
 * frame drawn over empty ground, which selects what it touches.
 */
import { make } from "./element.ts";

export interface DragActs {
  /** The photo that is grabbed comes along with those already selected. */
  grab: (photo: string) => number;
  dropBeside: (photo: string, after: boolean) => void;
  dropInto: (section: string | null) => void;
  /** Photos the frame touches, in pixels of the window; `add` keeps those selected before. */
  frame: (box: DOMRect, add: boolean) => void;
}

const KIND = "application/x-provino-photos";
const EDGE = 80;

export function listenToDrags(board: HTMLElement, acts: DragActs, signal: AbortSignal): void {
  let marked: Element | null = null;
  const mark = (element: Element | null, side = "") => {
    marked?.classList.remove("is-before", "is-after", "is-target");
    element?.classList.add(side);
    marked = element;
  };
  const targetOf = (event: DragEvent) => {
    const element = event.target as Element;
    const cell = element.closest<HTMLElement>(".cell");
    const box = cell?.getBoundingClientRect();
    return {
      cell,
      after: Boolean(box && event.clientX > box.left + box.width / 2),
      head: element.closest<HTMLElement>(".board-head"),
    };
  };

  board.addEventListener(
    "dragstart",
    (event) => {
      const cell = (event.target as Element).closest<HTMLElement>(".cell");
      if (!cell || !event.dataTransfer) return;
      const count = acts.grab(cell.dataset.photo ?? "");
      event.dataTransfer.setData(KIND, "");
      event.dataTransfer.effectAllowed = "move";
      const badge = make("div", { class: "board-badge num" }, String(count));
      document.body.append(badge);
      event.dataTransfer.setDragImage(badge, 16, 16);
      setTimeout(() => badge.remove());
    },
    { signal },
  );
  board.addEventListener(
    "dragover",
    (event) => {
      if (!event.dataTransfer?.types.includes(KIND)) return;
      const { cell, after, head } = targetOf(event);
      mark(cell ?? head, cell ? (after ? "is-after" : "is-before") : "is-target");
      if (event.clientY < EDGE) window.scrollBy(0, -12);
      if (event.clientY > window.innerHeight - EDGE) window.scrollBy(0, 12);
      if (cell || head) event.preventDefault();
    },
    { signal },
  );
  board.addEventListener(
    "drop",
    (event) => {
      if (!event.dataTransfer?.types.includes(KIND)) return;
      event.preventDefault();
      const { cell, after, head } = targetOf(event);
      mark(null);
      if (cell) acts.dropBeside(cell.dataset.photo ?? "", after);
      else if (head) acts.dropInto(head.dataset.section || null);
    },
    { signal },
  );
  board.addEventListener("dragend", () => mark(null), { signal });
  board.addEventListener("pointerdown", (event) => startFrame(board, event, acts), { signal });
}

function startFrame(board: HTMLElement, start: PointerEvent, acts: DragActs): void {
  const onGround = !(start.target as Element).closest("button, a, select, .cell, .board-bar, dialog");
  if (start.button !== 0 || start.pointerType !== "mouse" || !onGround) return;
  const from = { x: start.clientX, y: start.clientY + window.scrollY };
  const frame = make("div", { class: "board-frame", hidden: true });
  board.append(frame);
  const move = (event: PointerEvent) => {
    const y = from.y - window.scrollY;
    const left = Math.min(from.x, event.clientX);
    const top = Math.min(y, event.clientY);
    const box = new DOMRect(left, top, Math.abs(event.clientX - from.x), Math.abs(event.clientY - y));
    frame.hidden = box.width + box.height < 8;
    Object.assign(frame.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${box.width}px`,
      height: `${box.height}px`,
    });
    if (!frame.hidden) acts.frame(box, start.shiftKey || start.metaKey || start.ctrlKey);
  };
  const end = () => {
    frame.remove();
    window.removeEventListener("pointermove", move);
  };
  start.preventDefault();
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", end, { once: true });
  window.addEventListener("pointercancel", end, { once: true });
}
