/** Zoom and pan shared by pictures side by side: the same part of each is seen, whatever their size and shape. */

/** `zoom` 1 shows the whole picture; x, y: the spot of the picture in the middle of its pane, 0 to 1. */
export interface View {
  zoom: number;
  x: number;
  y: number;
}

/** A pane and its picture, both in pixels. */
export interface Frame {
  width: number;
  height: number;
  pictureWidth: number;
  pictureHeight: number;
}

export interface Point {
  x: number;
  y: number;
}

export const WHOLE: View = { zoom: 1, x: 0.5, y: 0.5 };

/** CSS pixels a pixel of the picture takes when the whole of it is seen; never enlarged. */
export function fitScale({ width, height, pictureWidth, pictureHeight }: Frame): number {
  return Math.min(1, width / pictureWidth, height / pictureHeight);
}

/** How far one may zoom: until every picture is at its own pixels, and at least twice. */
export function mostZoom(frames: readonly Frame[]): number {
  return Math.max(2, ...frames.map((frame) => 1 / fitScale(frame)));
}

/** The same view without empty ground on one side while there is picture left on the other. */
export function clampView(view: View, frame: Frame): View {
  const scale = fitScale(frame) * view.zoom;
  const clamp = (centre: number, pane: number, picture: number) => {
    const half = pane / 2 / (picture * scale);
    return half >= 0.5 ? 0.5 : Math.min(1 - half, Math.max(half, centre));
  };
  return {
    zoom: view.zoom,
    x: clamp(view.x, frame.width, frame.pictureWidth),
    y: clamp(view.y, frame.height, frame.pictureHeight),
  };
}

/** Zooms by a factor; the spot of the picture under the point of this pane stays there. */
export function zoomAt(
  view: View,
  frame: Frame,
  { at, factor, most }: { at: Point; factor: number; most: number },
): View {
  const zoom = Math.min(most, Math.max(1, view.zoom * factor));
  const from = { x: at.x - frame.width / 2, y: at.y - frame.height / 2 };
  const before = fitScale(frame) * view.zoom;
  const after = fitScale(frame) * zoom;
  const x = view.x + (from.x / before - from.x / after) / frame.pictureWidth;
  const y = view.y + (from.y / before - from.y / after) / frame.pictureHeight;
  return clampView({ zoom, x, y }, frame);
}

/** Moves the picture by so many CSS pixels of this pane. */
export function panBy(view: View, frame: Frame, { x, y }: Point): View {
  const scale = fitScale(frame) * view.zoom;
  const moved = {
    zoom: view.zoom,
    x: view.x - x / scale / frame.pictureWidth,
    y: view.y - y / scale / frame.pictureHeight,
  };
  return clampView(moved, frame);
}

/** Where the picture's top left corner lies in the pane, and how large a pixel of it is. */
export function placement(view: View, frame: Frame): { left: number; top: number; scale: number } {
  const { x, y } = clampView(view, frame);
  const scale = fitScale(frame) * view.zoom;
  return {
    left: frame.width / 2 - x * frame.pictureWidth * scale,
    top: frame.height / 2 - y * frame.pictureHeight * scale,
    scale,
  };
}

/** How many columns show pictures of these ratios largest in a room of that size. */
export function bestColumns(ratios: readonly number[], { width, height }: { width: number; height: number }): number {
  const seen = (columns: number) => {
    const pane = { width: width / columns, height: height / Math.ceil(ratios.length / columns) };
    return ratios.reduce((area, ratio) => {
      const shown = Math.min(pane.width, pane.height * ratio);
      return area + (shown * shown) / ratio;
    }, 0);
  };
  const choices = ratios.map((_, index) => index + 1);
  return choices.reduce((best, columns) => (seen(columns) > seen(best) ? columns : best), 1);
}
