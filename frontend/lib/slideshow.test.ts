import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Slideshow } from "./slideshow.ts";

let ready: boolean;
let left: number;
let states: boolean[];
let show: Slideshow;

beforeEach(() => {
  vi.useFakeTimers();
  ready = true;
  left = 3;
  states = [];
  show = new Slideshow({
    ready: () => ready,
    next: () => {
      left -= 1;
      if (left > 0) show.restart();
      return left > 0;
    },
    changed: (running) => states.push(running),
  });
});

afterEach(() => vi.useRealTimers());

test("goes on every five seconds and ends at the last picture", () => {
  show.start();
  vi.advanceTimersByTime(5_000);
  expect(left).toBe(2);
  vi.advanceTimersByTime(10_000);
  expect([left, show.running]).toEqual([0, false]);
  expect(states).toEqual([true, false]);
});

test("waits for a picture that is still on its way", () => {
  show.start();
  ready = false;
  vi.advanceTimersByTime(60_000);
  expect(left).toBe(3);
  ready = true;
  vi.advanceTimersByTime(200);
  expect(left).toBe(2);
});

test("stands still while paused, and goes on", () => {
  show.start();
  show.togglePause();
  vi.advanceTimersByTime(60_000);
  expect(left).toBe(3);
  expect(show.element.querySelector("button")?.getAttribute("aria-label")).toBe("Go on");
  show.togglePause();
  vi.advanceTimersByTime(5_000);
  expect(left).toBe(2);
});

test("another pace counts from now", () => {
  show.start();
  vi.advanceTimersByTime(2_900);
  show.element.querySelectorAll<HTMLButtonElement>(".play__pace")[0]?.click();
  vi.advanceTimersByTime(2_900);
  expect(left).toBe(3);
  vi.advanceTimersByTime(100);
  expect(left).toBe(2);
});

test("its bar hides when nothing moves, but not while paused", () => {
  show.start();
  vi.advanceTimersByTime(2_600);
  expect(show.element.classList.contains("is-asleep")).toBe(true);
  show.togglePause();
  vi.advanceTimersByTime(2_600);
  expect(show.element.classList.contains("is-asleep")).toBe(false);
});
