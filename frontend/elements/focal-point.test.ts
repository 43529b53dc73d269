import { afterEach, expect, test } from "vitest";
import { page } from "../lib/testing.ts";
import "./focal-point.ts";

afterEach(() => document.body.replaceChildren());

test("the mark follows the ranges, and a click on the photo sets them", () => {
  page(
    '<focal-point><img src="" alt=""><input type="range" min="0" max="100" value="25"><input type="range" min="0" max="100" value="75"></focal-point>',
  );
  const mark = document.querySelector<HTMLElement>(".focal-mark");
  expect([mark?.style.left, mark?.style.top]).toEqual(["25%", "75%"]);

  const frame = document.querySelector<HTMLElement>(".focal-frame");
  if (!frame) throw new Error("no frame");
  frame.getBoundingClientRect = () => new DOMRect(100, 200, 400, 200);
  frame.setPointerCapture = () => undefined;
  frame.dispatchEvent(new PointerEvent("pointerdown", { clientX: 300, clientY: 250 }));
  expect([...document.querySelectorAll("input")].map(({ value }) => Number(value))).toEqual([50, 25]);
  expect([mark?.style.left, mark?.style.top]).toEqual(["50%", "25%"]);
});
