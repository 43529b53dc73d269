import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page } from "../lib/testing.ts";
import { toast } from "../lib/toasts.ts";
import "./toast-list.ts";

beforeEach(() => {
  vi.useFakeTimers();
  page("<toast-list><p>Saved.</p></toast-list>");
});

afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

const words = () => [...document.querySelectorAll(".toast p")].map((item) => item.textContent);

test("words of the server are shown, then leave by themselves", () => {
  expect(words()).toEqual(["Saved."]);
  vi.advanceTimersByTime(6_000);
  expect(words()).toEqual([]);
});

test("undo is offered, done once, and takes the words away", () => {
  const undo = vi.fn();
  toast("3 photos deleted.", { undo });
  document.querySelector<HTMLElement>(".toast__undo")?.click();
  expect(undo).toHaveBeenCalledOnce();
  expect(words()).toEqual(["Saved."]);
});

test("what went wrong is read out at once and stays until it is closed", () => {
  toast("It broke.", { bad: true });
  vi.advanceTimersByTime(60_000);
  expect(words()).toEqual(["It broke."]);
  expect(document.querySelector(".toast--bad")?.getAttribute("role")).toBe("alert");
  document.querySelector<HTMLElement>(".toast--bad .toast__close")?.click();
  expect(words()).toEqual([]);
});

test("words said over an open dialog stand in it, where they can be pressed, and stay when it closes", async () => {
  page("<toast-list></toast-list><dialog open></dialog>");
  const undo = vi.fn();
  toast("Comment deleted.", { undo });
  const dialog = document.querySelector("dialog");
  expect(dialog?.querySelector(".toast p")?.textContent).toBe("Comment deleted.");
  dialog?.dispatchEvent(new Event("close"));
  expect(dialog?.querySelector(".toast")).toBeNull();
  document.querySelector<HTMLElement>("toast-list .toast__undo")?.click();
  expect(undo).toHaveBeenCalledOnce();
});

test("the focus goes back to where it came from when the words it was in go away", () => {
  page('<toast-list></toast-list><dialog class="view" open tabindex="-1"></dialog>');
  const dialog = document.querySelector("dialog") as HTMLDialogElement;
  dialog.focus();
  toast("This one costs €5.", { undo: () => undefined });
  const undo = dialog.querySelector<HTMLElement>(".toast__undo");
  undo?.focus();
  undo?.click();
  expect(document.activeElement).toBe(dialog);
});
