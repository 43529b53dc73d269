/** Rows of equal boxes, as on a contact sheet. */
import type { Layout, Row } from "./justified.ts";

export interface SheetOptions {
  width: number;
  /** The least width of a box, in CSS pixels; as many as fit stand in a row. */
  least: number;
  gap: number;
  /** Room for words beneath each box. */
  caption: number;
}

/** Square boxes for so many items. */
export function uniformRows(count: number, { width, least, gap, caption }: SheetOptions): Layout {
  const columns = Math.max(1, Math.floor((width + gap) / (least + gap)));
  const side = Math.floor((width - gap * (columns - 1)) / columns);
  const height = side + caption;
  const rows: Row[] = [];
  for (let first = 0; first < count; first += columns) {
    const boxes = Array.from({ length: Math.min(columns, count - first) }, (_, at) => {
      return { index: first + at, x: at * (side + gap), width: side };
    });
    rows.push({ y: rows.length * (height + gap), height, boxes });
  }
  return { rows, height: rows.length ? rows.length * (height + gap) - gap : 0 };
}
