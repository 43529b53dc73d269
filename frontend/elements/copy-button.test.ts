import { afterEach, expect, test, vi } from "vitest";
import { page } from "../lib/testing.ts";
import "./copy-button.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

test("the text of the field is copied and the button says so", async () => {
  const writeText = vi.fn(async () => undefined);
  vi.stubGlobal("navigator", { clipboard: { writeText } });
  page(
    '<textarea id="names">IMG_1, IMG_2</textarea><copy-button data-from="#names"><button type="button">Copy</button></copy-button>',
  );
  document.querySelector("button")?.click();
  await vi.waitFor(() => expect(document.querySelector("button")?.textContent).toBe("Copied"));
  expect(writeText).toHaveBeenCalledWith("IMG_1, IMG_2");
});

test("a given text goes before everything else", async () => {
  const writeText = vi.fn(async () => undefined);
  vi.stubGlobal("navigator", { clipboard: { writeText } });
  page('<copy-button data-text="a link"><button type="button">Copy</button></copy-button>');
  document.querySelector("button")?.click();
  await vi.waitFor(() => expect(writeText).toHaveBeenCalledWith("a link"));
});
