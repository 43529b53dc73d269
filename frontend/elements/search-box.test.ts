import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page } from "../lib/testing.ts";
import "./search-box.ts";

let asked: string[];

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", async (address: URL) => {
    asked.push(address.pathname + address.search);
    return new Response('<h3>Galleries</h3><a href="/galleries/1/">Anna and Piotr</a><a href="/galleries/2/">Anna</a>');
  });
  page(
    '<search-box><form action="http://localhost/search"><input type="search" name="q"></form></search-box><p tabindex="0">page</p>',
  );
  const input = document.querySelector("input");
  if (input) input.checkVisibility = () => true;
});

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

const press = (target: Element | null | undefined, key: string) =>
  target?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

test("a slash anywhere goes to the field", () => {
  press(document.querySelector("p"), "/");
  expect(document.activeElement).toBe(document.querySelector("input"));
});

test("what is found stands beneath the field and is reached by the arrow keys", async () => {
  const input = document.querySelector("input");
  if (!input) throw new Error("no field");
  input.value = "anna";
  input.focus();
  input.dispatchEvent(new Event("input"));
  await vi.waitFor(() => expect(document.querySelectorAll(".search-results a").length).toBe(2));
  expect(asked).toEqual(["/search?q=anna"]);
  press(input, "ArrowDown");
  expect(document.activeElement?.textContent).toBe("Anna and Piotr");
  press(document.activeElement, "Escape");
  expect(document.querySelector<HTMLElement>(".search-results")?.hidden).toBe(true);
});
