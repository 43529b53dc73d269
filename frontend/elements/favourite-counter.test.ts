import { afterEach, expect, test } from "vitest";
import { page } from "../lib/testing.ts";
import { type FavouriteCounter, ticks } from "./favourite-counter.ts";

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

function counter(): FavouriteCounter {
  page(`<favourite-counter><b data-head></b> <span data-rest></span> <span data-next></span><svg class="ticks"></svg>
    </favourite-counter><b data-favourite-count></b>`);
  return document.querySelector("favourite-counter") as FavouriteCounter;
}

const text = (place: string) => document.querySelector(place)?.textContent;

test("the server's words stand in their places, what has none is hidden", () => {
  counter().draw(27, ["27 of 30", "3 left", ""], 30);
  expect([text("[data-head]"), text("[data-rest]"), text("[data-favourite-count]")]).toEqual([
    "27 of 30",
    "3 left",
    "27",
  ]);
  expect(document.querySelector<HTMLElement>("[data-next]")?.hidden).toBe(true);
  expect(document.querySelectorAll(".ticks .my")).toHaveLength(27);
});

test("while the words are on their way it says how many are chosen", () => {
  counter().draw(1, undefined, 0);
  expect(text("[data-head]")).toBe("1 chosen");
});

test("once the package is full the price of the next photo is said where room is short too", () => {
  const full = (count: number) => {
    document.querySelector<FavouriteCounter>("favourite-counter")?.draw(count, ["", "", "25 zł"], 2);
    return document.querySelector("favourite-counter")?.hasAttribute("data-full");
  };
  counter();
  expect([full(1), full(2), full(3), full(1)]).toEqual([false, true, true, false]);
});
