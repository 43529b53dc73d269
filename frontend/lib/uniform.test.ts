import { expect, test } from "vitest";
import { uniformRows } from "./uniform.ts";

test("boxes are equal, as many as fit, and the last row may be short", () => {
  const { rows, height } = uniformRows(8, { width: 690, least: 160, gap: 10, caption: 30 });
  expect(rows.map((row) => row.boxes.length)).toEqual([4, 4]);
  expect(rows[0]?.boxes.map((box) => [box.x, box.width])).toEqual([
    [0, 165],
    [175, 165],
    [350, 165],
    [525, 165],
  ]);
  expect(height).toBe(2 * 195 + 10);
});

test("a container narrower than a box still holds one a row", () => {
  expect(uniformRows(2, { width: 100, least: 160, gap: 10, caption: 0 }).rows.length).toBe(2);
});

test("nothing has no height", () => {
  expect(uniformRows(0, { width: 690, least: 160, gap: 10, caption: 30 })).toEqual({ rows: [], height: 0 });
});
