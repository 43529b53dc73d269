import { expect, test } from "vitest";
import {
  bestColumns,
  clampView,
  type Frame,
  fitScale,
  mostZoom,
  panBy,
  placement,
  WHOLE,
  zoomAt,
} from "./linked-zoom.ts";

const wide: Frame = { width: 600, height: 600, pictureWidth: 2000, pictureHeight: 1000 };
const tall: Frame = { width: 600, height: 600, pictureWidth: 1000, pictureHeight: 2000 };

test("the whole picture lies in the middle of its pane", () => {
  expect(placement(WHOLE, wide)).toEqual({ left: 0, top: 150, scale: 0.3 });
  expect(placement(WHOLE, tall)).toEqual({ left: 150, top: 0, scale: 0.3 });
});

test("a small picture is not enlarged, and may be zoomed all the same", () => {
  const small = { ...wide, pictureWidth: 300, pictureHeight: 200 };
  expect(fitScale(small)).toBe(1);
  expect(mostZoom([small])).toBe(2);
  expect(mostZoom([wide, tall])).toBeCloseTo(1 / 0.3);
});

test("the spot under the pointer stays under it", () => {
  const at = { x: 200, y: 310 };
  const spot = (view: typeof WHOLE) => {
    const { left, top, scale } = placement(view, wide);
    return [(at.x - left) / scale, (at.y - top) / scale];
  };
  const closer = zoomAt(WHOLE, wide, { at, factor: 3, most: 4 });
  expect(closer.zoom).toBe(3);
  const [x, y] = spot(closer);
  expect(x).toBeCloseTo(spot(WHOLE)[0] as number);
  expect(y).toBeCloseTo(spot(WHOLE)[1] as number);
});

test("zoom ends at the most and at the whole", () => {
  expect(zoomAt(WHOLE, wide, { at: { x: 0, y: 0 }, factor: 99, most: 4 }).zoom).toBe(4);
  expect(zoomAt({ ...WHOLE, zoom: 4, x: 0.2 }, wide, { at: { x: 0, y: 0 }, factor: 0.01, most: 4 })).toEqual(WHOLE);
});

test("panning stops at the picture's edge", () => {
  const closer = { zoom: 4, x: 0.5, y: 0.5 };
  expect(panBy(closer, wide, { x: 240, y: 0 }).x).toBeCloseTo(0.4);
  const { left } = placement(panBy(closer, wide, { x: 99_999, y: 0 }), wide);
  expect(left).toBeCloseTo(0);
});

test("another shape shows the same spot as far as it can", () => {
  expect(clampView({ zoom: 2, x: 0.1, y: 0.1 }, tall)).toEqual({ zoom: 2, x: 0.5, y: 0.25 });
});

test("pictures are laid side by side or stacked, whichever shows more of them", () => {
  expect(bestColumns([1.5, 1.5], { width: 1440, height: 800 })).toBe(2);
  expect(bestColumns([1.5, 1.5], { width: 390, height: 700 })).toBe(1);
  expect(bestColumns([0.67, 0.67, 0.67, 0.67], { width: 390, height: 700 })).toBe(2);
  expect(bestColumns([1.5, 1.5, 1.5, 1.5], { width: 1440, height: 800 })).toBe(2);
  expect(bestColumns([0.67, 0.67, 0.67, 0.67], { width: 1440, height: 800 })).toBe(4);
});
