import { expect, test } from "vitest";
import { justifiedRows, type Layout, rowsBetween } from "./justified.ts";

const gap = 4;
const many = Array.from({ length: 10_000 }, (_, at) => [1.5, 0.667, 1.778, 0.8, 1, 3.2][(at * 7) % 6] ?? 1);

function indexes(layout: Layout): number[] {
  return layout.rows.flatMap((row) => row.boxes.map((box) => box.index));
}

test("every photo is placed once and in order", () => {
  expect(indexes(justifiedRows(many, { width: 1440, aim: 280, gap }))).toEqual(many.map((_, at) => at));
});

test.each([360, 390, 820, 1440, 1920])(
  "rows fill a container of %i px to the pixel and stay near their aim",
  (width) => {
    const aim = width < 768 ? 168 : 280;
    const { rows } = justifiedRows(many, { width, aim, gap });
    for (const row of rows.slice(0, -1)) {
      const last = row.boxes.at(-1);
      expect(last && last.x + last.width).toBe(width);
      expect(
        row.boxes.slice(1).every((box, at) => box.x - (row.boxes[at]?.x ?? 0) - (row.boxes[at]?.width ?? 0) >= gap - 1),
      ).toBe(true);
    }
    const average = rows.reduce((sum, row) => sum + row.height, 0) / rows.length;
    expect(average / aim).toBeGreaterThan(0.8);
    expect(average / aim).toBeLessThan(1.25);
  },
);

test("the total height is where the last row ends", () => {
  const { rows, height } = justifiedRows(many, { width: 1440, aim: 280, gap });
  const last = rows.at(-1);
  expect(last && last.y + last.height).toBe(height);
});

test("a last row that is nearly full is stretched, a short one keeps the aim and stays left", () => {
  const stretched = justifiedRows([1.5, 1.5, 1.5], { width: 1440, aim: 280, gap });
  expect(stretched.rows.at(-1)?.boxes.at(-1)).toMatchObject({ x: 963, width: 477 });
  const short = justifiedRows([1.5], { width: 1440, aim: 280, gap });
  expect(short.rows[0]).toMatchObject({ height: 280, boxes: [{ x: 0, width: 420 }] });
});

test("a panorama wider than the row stands alone", () => {
  const { rows } = justifiedRows([1.5, 8, 1.5], { width: 390, aim: 168, gap });
  expect(rows.find((row) => row.boxes.some((box) => box.index === 1))?.boxes.length).toBe(1);
});

test("no photos, no height", () => {
  expect(justifiedRows([], { width: 390, aim: 168, gap })).toEqual({ rows: [], height: 0 });
});

test("the rows between two heights are found, and nothing else", () => {
  const { rows } = justifiedRows(many, { width: 1440, aim: 280, gap });
  const [start, end] = rowsBetween(rows, 5_000, 6_000);
  expect(rows.slice(start, end)).toEqual(rows.filter((row) => row.y < 6_000 && row.y + row.height > 5_000));
  expect(rowsBetween(rows, -500, -100)).toEqual([0, 0]);
});

test("no photo is left alone where its neighbours can make room", () => {
  const { rows } = justifiedRows([1.5, 1.78, 1.78, 1.5], { width: 1440, aim: 280, gap });
  expect(rows.map((row) => row.boxes.length)).toEqual([4]);
});

/** The same numbers every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

test.each(Array.from({ length: 40 }, (_, seed) => seed))("whatever the photos and the width (%i)", (seed) => {
  const next = random(seed);
  const count = Math.floor(next() ** 3 * 2000);
  const ratios = Array.from({ length: count }, () => Math.exp((next() - 0.5) * 2.4));
  const options = { width: 320 + Math.floor(next() * 2240), gap: [2, 4, 6, 8][seed % 4] ?? 4 };
  const aim = options.width < 768 ? 168 : 280;
  const caption = seed % 2 ? 24 : 0;
  const { rows, height } = justifiedRows(ratios, { ...options, aim, caption });
  expect(indexes({ rows, height })).toEqual(ratios.map((_, at) => at));
  rows.forEach((row, at) => {
    const ends = row.boxes.map(({ x, width }) => x + width);
    const gaps = row.boxes.slice(1).map(({ x }, before) => x - (ends[before] ?? 0));
    expect(gaps.every((gap) => Math.abs(gap - options.gap) <= 1)).toBe(true);
    expect(ends.at(-1)).toBeLessThanOrEqual(options.width);
    if (at < rows.length - 1) {
      expect(ends.at(-1)).toBe(options.width);
      expect((rows[at + 1]?.y ?? 0) - row.y - row.height - caption).toBeGreaterThanOrEqual(options.gap - 1);
    } else expect(row.height).toBeLessThanOrEqual(Math.ceil(aim * 1.35));
    // A box has the shape of its photo, to the pixel its edges fall on.
    const off = row.boxes.map(({ index, width }) => Math.abs(width - (ratios[index] ?? 0) * row.height));
    expect(Math.max(...off)).toBeLessThan(3 + row.boxes.length * 0.6);
  });
});
