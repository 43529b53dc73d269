/**
 * Justified rows: photos in order, each row filled to the edges at a height near the one aimed at. Only arithmetic, so
 * that the height of ten thousand photos is known before one of them is drawn.
 */
export interface Box {
  index: number;
  x: number;
  width: number;
}

export interface Row {
  y: number;
  height: number;
  boxes: Box[];
}

export interface Layout {
  rows: Row[];
  height: number;
}

export interface RowOptions {
  width: number;
  /** The height rows aim at, in CSS pixels. */
  aim: number;
  gap: number;
  /** Room for words beneath each row. */
  caption?: number;
  /** How much a last, unfilled row may grow to reach the edge; beyond it stays at the aim, left-aligned. */
  stretch?: number;
}

/** Rows for photos of the given ratios (width ÷ height), in pixels of the container. */
export function justifiedRows(
  ratios: readonly number[],
  { width, aim, gap, caption = 0, stretch = 1.35 }: RowOptions,
): Layout {
  const rows: Row[] = [];
  let y = 0;
  let first = 0;
  const close = (end: number, height: number) => {
    const row = place(ratios, { first, end, y, height, width, gap });
    rows.push(row);
    y += row.height + caption + gap;
    first = end;
  };

  let sum = 0;
  for (let index = 0; index < ratios.length; index++) {
    const ratio = ratios[index] ?? 1;
    const before = heightOf(sum, index - first, width, gap);
    sum += ratio;
    const after = heightOf(sum, index - first + 1, width, gap);
    if (after > aim) continue;
    // The photo that fills the row may belong to the next one: whichever leaves this row nearer to the aim.
    if (index > first && before / aim < aim / after) {
      close(index, before);
      sum = ratio;
      if (heightOf(sum, 1, width, gap) > aim) continue;
    }
    close(index + 1, heightOf(sum, index + 1 - first, width, gap));
    sum = 0;
  }
  if (first < ratios.length) {
    const full = heightOf(sum, ratios.length - first, width, gap);
    close(ratios.length, full <= aim * stretch ? full : aim);
  }
  return { rows, height: Math.max(0, y - gap) };
}

/** The rows that touch the span from `top` to `bottom`, as first index and one past the last. */
export function rowsBetween(rows: readonly Row[], top: number, bottom: number): [number, number] {
  const start = firstRow(rows, (row) => row.y + row.height > top);
  return [
    start,
    Math.max(
      start,
      firstRow(rows, (row) => row.y >= bottom),
    ),
  ];
}

function firstRow(rows: readonly Row[], holds: (row: Row) => boolean): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(rows[middle] as Row)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function heightOf(sum: number, count: number, width: number, gap: number): number {
  return count === 0 ? Number.POSITIVE_INFINITY : (width - gap * (count - 1)) / sum;
}

interface Placing {
  first: number;
  end: number;
  y: number;
  height: number;
  width: number;
  gap: number;
}

/** Edges fall on whole pixels, so that every gap is equally sharp. */
function place(ratios: readonly number[], { first, end, y, height, width, gap }: Placing): Row {
  const boxes: Box[] = [];
  let edge = 0;
  for (let index = first; index < end; index++) {
    const next = edge + (ratios[index] ?? 1) * height;
    const x = Math.round(edge);
    boxes.push({ index, x, width: Math.max(1, Math.min(Math.round(next), width) - x) });
    edge = next + gap;
  }
  return { y, height: Math.max(1, Math.round(height)), boxes };
}
