import { beforeEach, expect, test, vi } from "vitest";
import { PinLayer, type PinOptions, spotAt } from "./pins.ts";

const BOX = { x: 100, y: 50, width: 400, height: 200 };
let options: { [Name in keyof PinOptions]: ReturnType<typeof vi.fn> };
let layer: PinLayer;

beforeEach(() => {
  options = { box: vi.fn(() => BOX), moved: vi.fn(), settled: vi.fn(), picked: vi.fn() };
  layer = new PinLayer(options as unknown as PinOptions);
  layer.element.hidden = false;
  document.body.replaceChildren(layer.element);
});

const fresh = () => layer.element.querySelector<HTMLElement>(".pin--new");
const press = (key: string, shiftKey = false) =>
  fresh()?.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }));

test("a point of the stage is a spot of the picture, beside it none", () => {
  expect(spotAt({ x: 200, y: 100 }, BOX)).toEqual({ x: 0.25, y: 0.25 });
  expect(spotAt({ x: 99, y: 100 }, BOX)).toBeNull();
  expect(spotAt({ x: 200, y: 251 }, BOX)).toBeNull();
});

test("pins lie where their spot of the picture is, and follow it", () => {
  layer.show([{ x: 0.5, y: 1, number: 1, comment: "c" }], null);
  const pin = layer.element.querySelector<HTMLElement>(".pin");
  expect(pin?.style.transform).toBe("translate(300px, 250px)");
  expect(pin?.getAttribute("aria-label")).toBe("Point 1");
  options.box.mockReturnValue({ ...BOX, x: 0 });
  layer.place();
  expect(pin?.style.transform).toBe("translate(200px, 250px)");
  pin?.click();
  expect(options.picked).toHaveBeenCalledWith("c");
});

test("arrows move the new pin within the picture, Shift further", () => {
  layer.show([], { pin: { x: 0.5, y: 0.005 }, number: 2 });
  press("ArrowRight");
  expect(options.moved).toHaveBeenLastCalledWith({ x: 0.51, y: 0.005 });
  press("ArrowUp", true);
  expect(options.moved).toHaveBeenLastCalledWith({ x: 0.51, y: 0 });
  expect(fresh()?.getAttribute("aria-label")).toContain("51");
});

test("Enter leaves the new pin there, Delete takes it away", () => {
  layer.show([], { pin: { x: 0.5, y: 0.5 }, number: 1 });
  press("Enter");
  expect(options.settled).toHaveBeenCalledOnce();
  expect(options.moved).not.toHaveBeenCalled();
  press("Delete");
  expect(options.moved).toHaveBeenLastCalledWith(null);
});
