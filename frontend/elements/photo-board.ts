/**
 * <photo-board data-action-url="/galleries/GID/photos/action" data-photo-url="/galleries/GID/photos/{photo}">… a plain list, for browsers without script …</photo-board>
 * <script type="application/json" id="board-data">{…}</script>                     (before it; lib/board.ts says what is in it)
 *
 * The photographer's grid, sections one after another. Click selects one, Ctrl or ⌘ adds, Shift takes the range, a frame
 * drawn on empty ground takes what it touches; dragging orders and moves. Keys: arrows move, Space selects, Enter opens, Ctrl+A all,
 * Esc none, Delete deletes, Alt + ← → moves the selected ones. `#photo-ID` in the address selects that photo.
 */
import { Board, type BoardPhoto } from "../lib/board.ts";
import { BoardBar } from "../lib/board-bar.ts";
import { drawCell } from "../lib/board-cell.ts";
import { listenToDrags } from "../lib/board-drag.ts";
import { make } from "../lib/element.ts";
import { say } from "../lib/messages.ts";
import { RowsView } from "../lib/rows-view.ts";
import { uniformRows } from "../lib/uniform.ts";

const SHEET = { least: 150, gap: 12, caption: 44 };
const PHONE_SHEET = { least: 100, gap: 8, caption: 44 };

interface Part {
  id: string | null;
  section: HTMLElement;
  head: HTMLElement;
  rows: RowsView<BoardPhoto>;
  photos: BoardPhoto[];
}

export class PhotoBoard extends HTMLElement {
  #board: Board | null = null;
  #parts: Part[] = [];
  #width = 0;
  #frame = 0;
  /** Where a Shift-click counts from. */
  #anchor: string | null = null;
  readonly #empty = make("div", { class: "empty", hidden: true }, make("p", {}, say("board_empty")));
  readonly #leave = new AbortController();
  readonly #resized = new ResizeObserver(() => this.clientWidth !== this.#width && this.#arrange());

  connectedCallback(): void {
    const script = document.getElementById("board-data");
    if (this.#board || !script?.textContent) return;
    const board = new Board(JSON.parse(script.textContent), this.dataset.actionUrl ?? "");
    this.#board = board;
    this.#parts = [{ id: null, name: "" }, ...board.data.sections].map(({ id, name }) => this.#part(id, name));
    this.replaceChildren(...this.#parts.map(({ section }) => section), this.#empty, new BoardBar(board).element);
    this.#arrange();
    this.#listen(board);
    this.#openAddress();
  }

  disconnectedCallback(): void {
    this.#leave.abort();
    this.#resized.disconnect();
  }

  #part(id: string | null, name: string): Part {
    const count = make("span", { class: "hint num ml-2 font-sans tracking-normal" });
    const all = make(
      "button",
      { class: "lnk ml-auto text-table cursor-pointer", type: "button" },
      say("board_select_all"),
    );
    const title = make("h2", { class: "text-h3!" }, name || say("board_no_section"), count);
    const head = make("div", { class: "board-head", "data-section": id ?? "" }, title, all);
    const rows = new RowsView<BoardPhoto>((photo) => this.#cell(photo));
    const part: Part = { id, section: make("section", {}, head, rows.element), head, rows, photos: [] };
    all.addEventListener("click", () =>
      this.#board?.select(
        part.photos.map((photo) => photo.id),
        { add: true },
      ),
    );
    return part;
  }

  #cell(photo: BoardPhoto): HTMLElement {
    const board = this.#board as Board;
    return drawCell(photo, {
      data: board.data,
      selected: board.selected.has(photo.id),
      cover: board.cover === photo.id,
    });
  }

  /** Sorts the photos into their sections and lays all of them out. */
  #arrange(): void {
    const board = this.#board;
    this.#width = this.clientWidth;
    if (!board || !this.#width) return;
    const sheet = this.#width < 640 ? PHONE_SHEET : SHEET;
    for (const part of this.#parts) {
      part.photos = board.photos.filter((photo) => photo.section === part.id);
      part.section.hidden = part.photos.length === 0 && (part.id === null || board.photos.length === 0);
      part.head.hidden = part.id === null && board.data.sections.length === 0;
      part.head.querySelector(".num")?.replaceChildren(say("photos_count", { n: part.photos.length }));
      const focused = this.#focusedPhoto(part);
      part.rows.arrange(part.photos, uniformRows(part.photos.length, { ...sheet, width: this.#width }));
      if (focused) queueMicrotask(() => this.#focus(focused));
    }
    this.#empty.hidden = board.photos.length > 0;
    this.#show();
  }

  #focusedPhoto(part: Part): string | undefined {
    const cell =
      part.rows.element.contains(document.activeElement) && document.activeElement?.closest<HTMLElement>(".cell");
    return cell ? cell.dataset.photo : undefined;
  }

  #show(): void {
    const screen = window.innerHeight;
    const tops = this.#parts.map(({ rows }) => rows.element.getBoundingClientRect().top);
    this.#parts.forEach(({ rows }, at) => {
      rows.show(-screen - (tops[at] ?? 0), screen * 2 - (tops[at] ?? 0));
    });
  }

  // ── what people do ──────────────────────────────────────────────────────────────────────────────────────────────

  #listen(board: Board): void {
    const { signal } = this.#leave;
    this.#resized.observe(this);
    const onScroll = () => {
      this.#frame ||= requestAnimationFrame(() => {
        this.#frame = 0;
        this.#show();
      });
    };
    window.addEventListener("scroll", onScroll, { passive: true, signal });
    window.addEventListener("hashchange", () => this.#openAddress(), { signal });
    let photos = board.photos;
    board.addEventListener("change", () => {
      if (photos === board.photos) this.#markSelected(board);
      else this.#arrange();
      photos = board.photos;
    });
    this.addEventListener("click", (event) => this.#click(board, event), { signal });
    this.addEventListener("keydown", (event) => this.#key(board, event), { signal });
    this.addEventListener("dblclick", (event) => this.#openPhoto(event.target), { signal });
    listenToDrags(
      this,
      {
        grab: (id) => {
          if (!board.selected.has(id)) board.select([id]);
          return board.selected.size;
        },
        dropBeside: (id, after) => this.#reorder(board, id, after),
        dropInto: (section) => board.move(section),
        frame: (box, add) => this.#selectWithin(board, box, add),
      },
      signal,
    );
  }

  #markSelected(board: Board): void {
    for (const cell of this.querySelectorAll<HTMLElement>(".cell")) {
      const selected = board.selected.has(cell.dataset.photo ?? "");
      cell.classList.toggle("is-selected", selected);
      cell.querySelector(".cell__frame")?.setAttribute("aria-pressed", String(selected));
    }
  }

  #selectWithin(board: Board, box: DOMRect, add: boolean): void {
    const touched = this.#parts.flatMap(({ rows }) => {
      const { left, top } = rows.element.getBoundingClientRect();
      return rows.within({
        left: box.left - left,
        right: box.right - left,
        top: box.top - top,
        bottom: box.bottom - top,
      });
    });
    board.select(
      touched.map((photo) => photo.id),
      { add },
    );
  }

  #click(board: Board, event: MouseEvent): void {
    const id = (event.target as Element).closest<HTMLElement>(".cell")?.dataset.photo;
    if (!id) return;
    const touch = (event as PointerEvent).pointerType === "touch";
    const onCheck = (event.target as Element).closest(".cell__check");
    if (event.shiftKey && this.#anchor)
      board.select(this.#range(this.#anchor, id), { add: event.ctrlKey || event.metaKey });
    else if (event.ctrlKey || event.metaKey || onCheck || touch) board.toggle(id);
    else if (board.selected.size === 1 && board.selected.has(id)) board.select([]);
    else board.select([id]);
    if (!event.shiftKey) this.#anchor = id;
  }

  /** The photo's own page, where there is one. */
  #openPhoto(target: EventTarget | null): void {
    const id = (target as Element).closest<HTMLElement>(".cell")?.dataset.photo;
    const { photoUrl } = this.dataset;
    if (id && photoUrl) location.assign(photoUrl.replace("{photo}", id));
  }

  #range(from: string, to: string): string[] {
    const all = this.#parts.flatMap(({ photos }) => photos.map((photo) => photo.id));
    if (!all.includes(from)) this.#anchor = from = to;
    const [first, last] = [all.indexOf(from), all.indexOf(to)].sort((one, other) => one - other);
    return all.slice(first, (last ?? 0) + 1);
  }

  #key(board: Board, event: KeyboardEvent): void {
    const id = (event.target as Element).closest<HTMLElement>(".cell")?.dataset.photo;
    const photo = id ? board.photo(id) : undefined;
    if (event.key === "Escape") board.select([]);
    else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey) && id) {
      board.select(board.photos.map((one) => one.id));
    } else if ((event.key === "Delete" || event.key === "Backspace") && board.selected.size) this.#deleteByKey(board);
    else if (photo && event.altKey) this.#moveByKey(board, photo, event.key);
    else if (photo && event.key.startsWith("Arrow")) this.#goByKey(photo, event);
    else if (photo && event.key === " ") this.#toggleByKey(board, photo);
    else if (photo && event.key === "Enter" && this.dataset.photoUrl) this.#openPhoto(event.target);
    else return;
    event.preventDefault();
  }

  #toggleByKey(board: Board, photo: BoardPhoto): void {
    board.toggle(photo.id);
    this.#anchor = photo.id;
  }

  /** The focus goes to the photo that follows, so that the keyboard keeps its place. */
  #deleteByKey(board: Board): void {
    const all = this.#parts.flatMap(({ photos }) => photos);
    const last = all.findLastIndex((photo) => board.selected.has(photo.id));
    const stays = (photo: BoardPhoto) => !board.selected.has(photo.id);
    const next = all.slice(last).find(stays) ?? all.findLast(stays);
    void board.delete();
    if (next) this.#focus(next.id);
  }

  /** Photos moved by hand are ordered by hand from now on: the page's choice of order says so. */
  async #reorder(board: Board, beside: string, after: boolean): Promise<void> {
    const moved = await board.reorder(beside, after);
    const order = document.getElementById(this.dataset.order ?? "");
    if (moved && order instanceof HTMLSelectElement) order.value = "manual";
  }

  #moveByKey(board: Board, photo: BoardPhoto, key: string): void {
    const step = key === "ArrowLeft" ? -1 : key === "ArrowRight" ? 1 : 0;
    if (!step) return;
    if (!board.selected.has(photo.id)) board.select([photo.id]);
    const all = this.#parts.flatMap(({ photos }) => photos);
    const chosen = all.filter(({ id }) => board.selected.has(id));
    const edge = step < 0 ? chosen[0] : chosen.at(-1);
    const neighbour = edge && all[all.indexOf(edge) + step];
    if (neighbour) void this.#reorder(board, neighbour.id, step > 0);
  }

  #goByKey(photo: BoardPhoto, event: KeyboardEvent): void {
    const all = this.#parts.flatMap(({ photos }) => photos);
    const part = this.#parts.find(({ photos }) => photos.includes(photo));
    const at = all.indexOf(photo);
    const steps: Record<string, () => BoardPhoto | null | undefined> = {
      ArrowLeft: () => all[at - 1],
      ArrowRight: () => all[at + 1],
      ArrowUp: () => part?.rows.neighbour(photo, -1),
      ArrowDown: () => part?.rows.neighbour(photo, 1),
    };
    const next = steps[event.key]?.();
    if (!next) return;
    if (!event.shiftKey) this.#anchor = next.id;
    else {
      this.#anchor ??= photo.id;
      this.#board?.select(this.#range(this.#anchor, next.id));
    }
    this.#focus(next.id);
  }

  #focus(id: string): void {
    const photo = this.#board?.photo(id);
    const part = photo && this.#parts.find(({ photos }) => photos.includes(photo));
    const place = part && photo && part.rows.place(photo);
    if (!part || !place) return;
    const top = part.rows.element.getBoundingClientRect().top + place.y;
    const below = top + place.height - window.innerHeight + 88;
    if (top < 72) window.scrollBy(0, top - 72);
    else if (below > 0) window.scrollBy(0, below);
    this.#show();
    this.querySelector<HTMLElement>(`.cell[data-photo="${CSS.escape(id)}"] .cell__frame`)?.focus({
      preventScroll: true,
    });
  }

  #openAddress(): void {
    const id = location.hash.replace(/^#photo-/, "");
    if (!this.#board?.photo(id)) return;
    this.#board.select([id]);
    this.#focus(id);
  }
}

customElements.define("photo-board", PhotoBoard);
