/**
 * A box of rows of which only those near the screen exist. Its height is that of all rows, so the scroll bar is true from
 * the first moment. Used by both grids; knows nothing of hearts or names: `draw` makes one photo's box.
 */

import { make } from "./element.ts";
import { type Layout, type Row, rowsBetween } from "./justified.ts";

/** Makes the element of one photo. */
export type Draw<Item> = (item: Item, box: { width: number; height: number; y: number }) => HTMLElement;

export class RowsView<Item> {
  readonly element = make("div", { class: "grid-rows" });
  #items: readonly Item[] = [];
  #layout: Layout = { rows: [], height: 0 };
  readonly #shown = new Map<number, HTMLElement>();

  constructor(private readonly draw: Draw<Item>) {}

  /** Lays the items out anew; everything shown is drawn again at the next `show`. */
  arrange(items: readonly Item[], layout: Layout): void {
    this.#items = items;
    this.#layout = layout;
    this.forget();
    this.element.style.height = `${this.#layout.height}px`;
  }

  /** Draws everything shown anew at the next `show`. */
  forget(): void {
    for (const row of this.#shown.values()) row.remove();
    this.#shown.clear();
  }

  /** Draws anew those of the shown rows that are `wanted`, at once. */
  redraw(wanted: (row: HTMLElement) => boolean): void {
    for (const [index, element] of this.#shown) {
      const row = this.#layout.rows[index];
      if (!row || !wanted(element)) continue;
      const drawn = this.#drawRow(row);
      element.replaceWith(drawn);
      this.#shown.set(index, drawn);
    }
  }

  /** Items whose boxes touch the rectangle, in pixels of the box. */
  within({ left, top, right, bottom }: { left: number; top: number; right: number; bottom: number }): Item[] {
    const [start, end] = rowsBetween(this.#layout.rows, top, bottom);
    const boxes = this.#layout.rows.slice(start, end).flatMap((row) => row.boxes);
    const touched = boxes.filter((box) => box.x < right && box.x + box.width > left);
    return touched.flatMap((box) => this.#items[box.index] ?? []);
  }

  get height(): number {
    return this.#layout.height;
  }

  /** Puts the rows that touch the span (pixels from the top of the box) into the page and takes the others out. */
  show(top: number, bottom: number): void {
    const { rows } = this.#layout;
    const [start, end] = rowsBetween(rows, top, bottom);
    for (const [index, element] of this.#shown) {
      // A row that holds the focus stays, else the keyboard would lose its place.
      if ((index >= start && index < end) || element.contains(document.activeElement)) continue;
      element.remove();
      this.#shown.delete(index);
    }
    for (let index = start; index < end; index++) {
      const row = rows[index];
      if (row && !this.#shown.has(index)) this.#insert(index, this.#drawRow(row));
    }
  }

  /** The photo at a height of the box, and how far below that height its row begins. */
  at(y: number): { item: Item; offset: number } | null {
    const { rows } = this.#layout;
    const row = rows[rowsBetween(rows, y, Number.POSITIVE_INFINITY)[0]];
    const item = row && this.#items[row.boxes[0]?.index ?? -1];
    return row && item ? { item, offset: row.y - y } : null;
  }

  /** Where the item's row lies in the box; null when the item is not in it. */
  place(item: Item): { y: number; height: number } | null {
    const index = this.#items.indexOf(item);
    if (index < 0) return null;
    const row = this.#layout.rows.find(({ boxes }) => (boxes.at(-1)?.index ?? -1) >= index);
    return row ? { y: row.y, height: row.height } : null;
  }

  /** The item above (-1) or below (+1), the one whose middle is nearest; null at the edge of the box. */
  neighbour(item: Item, step: -1 | 1): Item | null {
    const { rows } = this.#layout;
    const index = this.#items.indexOf(item);
    const at = rows.findIndex(({ boxes }) => (boxes.at(-1)?.index ?? -1) >= index);
    const box = rows[at]?.boxes.find((one) => one.index === index);
    const target = rows[at + step];
    if (!box || !target) return null;
    const middle = box.x + box.width / 2;
    const distance = (one: { x: number; width: number }) => Math.abs(one.x + one.width / 2 - middle);
    const nearest = target.boxes.reduce((best, one) => (distance(one) < distance(best) ? one : best));
    return this.#items[nearest.index] ?? null;
  }

  #drawRow(row: Row): HTMLElement {
    const element = make("div", { class: "grid-row" });
    element.style.top = `${row.y}px`;
    element.style.height = `${row.height}px`;
    for (const box of row.boxes) {
      const item = this.#items[box.index];
      if (!item) continue;
      const drawn = this.draw(item, { width: box.width, height: row.height, y: row.y });
      drawn.style.left = `${box.x}px`;
      drawn.style.width = `${box.width}px`;
      element.append(drawn);
    }
    return element;
  }

  /** Rows stay in reading order in the page, for the keyboard and for screen readers. */
  #insert(index: number, element: HTMLElement): void {
    let next: HTMLElement | null = null;
    let nearest = Number.POSITIVE_INFINITY;
    for (const [other, shown] of this.#shown) {
      if (other > index && other < nearest) [nearest, next] = [other, shown];
    }
    this.element.insertBefore(element, next);
    this.#shown.set(index, element);
  }
}
