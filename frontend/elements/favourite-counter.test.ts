import { afterEach, expect, test } from "vitest";
import { page } from "../lib/testing.ts";
import { ticks } from "./favourite-counter.ts";

afterEach(() => document.body.replaceChildren());

const marks = (strip: SVGElement) => [...strip.children].map((mark) => mark.getAttribute("class") ?? "");

test("within the package each chosen photo is a mark in the accent", () => {
  expect(marks(ticks(2, 4))).toEqual(["my", "my", "", ""]);
});

test("beyond the package its own marks are ink and the further ones the accent", () => {
  expect(marks(ticks(5, 3))).toEqual(["on", "on", "on", "my", "my"]);
});

test("thousands are drawn to scale", () => {
  expect(marks(ticks(1500, 3000)).filter(Boolean).length).toBe(75);
});

test("the words say the sums", () => {
  page('<favourite-counter data-count="27" data-limit="30"></favourite-counter><b data-favourite-count></b>');
  expect(document.querySelector("favourite-counter")?.textContent).toBe("27 of 30 — 3 left");
  expect(document.querySelector("b")?.textContent).toBe("27");
});

test("without a package it says how many are chosen", () => {
  page('<favourite-counter data-count="1"></favourite-counter>');
  expect(document.querySelector("favourite-counter")?.textContent).toBe("1 chosen");
});
