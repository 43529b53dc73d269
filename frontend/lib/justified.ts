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

/**
 * Rows for photos of the given ratios (width ÷ height), in pixels of the container: of all ways to break them the one
 * whose rows together are nearest to the aim, so that no photo is left alone where its neighbours could make room.
 */
export function justifiedRows(
  ratios: readonly number[],
  { width, aim, gap, caption = 0, stretch = 1.35 }: RowOptions,
): Layout {
  const heights = (sum: number, count: number) => (width - gap * (count - 1)) / sum;
  const starts = bestBreaks(ratios, { aim, stretch, heights });
  const rows: Row[] = [];
  let y = 0;
  starts.forEach((first, at) => {
    const end = starts[at + 1] ?? ratios.length;
    const sum = ratios.slice(first, end).reduce((total, ratio) => total + ratio, 0);
    const full = heights(sum, end - first);
    const short = end === ratios.length && full > aim * stretch;
    const row = place(ratios, { first, end, y, height: short ? aim : full, width, gap });
    rows.push(row);
    y += row.height + caption + gap;
  });
  return { rows, height: Math.max(0, y - gap) };
}

/** Rows this much lower than the aim are not thought of. */
const LEAST = 0.45;
/** What an empty last row would cost; the share that is empty counts. */
const EMPTY_COST = 0.3;

interface Breaking {
  aim: number;
  stretch: number;
  /** Height of a filled row of so many photos whose ratios add up to `sum`. */
  heights: (sum: number, count: number) => number;
}

/** The first index of each row, by the cheapest way to every photo. */
function bestBreaks(ratios: readonly number[], { aim, stretch, heights }: Breaking): number[] {
  const costs = [0];
  const from = [0];
  for (let end = 1; end <= ratios.length; end++) {
    let best = Number.POSITIVE_INFINITY;
    let sum = 0;
    for (let first = end - 1; first >= 0; first--) {
      sum += ratios[first] ?? 1;
      const height = heights(sum, end - first);
      if (first < end - 1 && height < aim * LEAST) break;
      const short = end === ratios.length && height > aim * stretch;
      const row = short ? EMPTY_COST * (1 - aim / height) : Math.log(height / aim) ** 2;
      const cost = (costs[first] ?? 0) + row;
      if (cost < best) [best, from[end]] = [cost, first];
    }
    costs.push(best);
  }
  const starts: number[] = [];
  for (let end = ratios.length; end > 0; end = from[end] ?? 0) starts.push(from[end] ?? 0);
  return starts.reverse();
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
