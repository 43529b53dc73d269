import { afterEach, expect, test } from "vitest";
import { page } from "../lib/testing.ts";
import "./look-preview.ts";

afterEach(() => document.body.replaceChildren());

/** The form, and a frame whose page is written by hand. */
function preview(): { form: HTMLFormElement; shown: Document } {
  page(`<form id="look">
    <input type="radio" name="cover_design" value="full" checked><input type="radio" name="cover_design" value="split">
    <input type="radio" name="theme" value="auto" checked><input type="radio" name="theme" value="paper">
    <input type="radio" name="font_pair" value="newsreader" checked><input type="radio" name="font_pair" value="sans">
    <input type="radio" name="accent_of" value="studio" checked><input type="radio" name="accent_of" value="own">
    <input name="accent" value="#d8442a">
    <input type="radio" name="spacing" value="4" checked><input type="radio" name="spacing" value="8"></form>
    <look-preview data-form="look" data-brand="#d8442a"><iframe></iframe></look-preview>`);
  const shown = document.implementation.createHTMLDocument();
  shown.head.innerHTML = '<link id="accent" rel="stylesheet" href="/accent/d8442a.css">';
  shown.body.innerHTML = `<header class="cover cover--full cover--ink" data-covers='{"split":"cover--split cover--long"}'></header><photo-grid data-gap="4"></photo-grid><a href="/elsewhere">x</a>`;
  const frame = document.querySelector("iframe") as HTMLIFrameElement;
  Object.defineProperty(frame, "contentDocument", { value: shown });
  frame.dispatchEvent(new Event("load"));
  return { form: document.getElementById("look") as HTMLFormElement, shown };
}

function pick(form: HTMLFormElement, name: string, value: string): void {
  const field = form.querySelector<HTMLInputElement>(`[name="${name}"][value="${value}"]`);
  if (!field) throw new Error(`no ${name}`);
  field.checked = true;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

test("what is chosen stands on the page in the frame at once", () => {
  const { form, shown } = preview();
  expect(shown.documentElement.dataset.theme).toBeUndefined();
  for (const [name, value] of Object.entries({
    theme: "paper",
    font_pair: "sans",
    cover_design: "split",
    spacing: "8",
  }))
    pick(form, name, value);
  expect(shown.documentElement.dataset).toMatchObject({ theme: "provino-paper", fonts: "sans" });
  expect(shown.querySelector("header")?.className).toBe("cover cover--split cover--long");
  expect(shown.querySelector("photo-grid")?.getAttribute("data-gap")).toBe("8");
  pick(form, "theme", "auto");
  expect(shown.documentElement.dataset.theme).toBeUndefined();
});

test("a colour of its own is chosen by picking it, and the old one stays until the new one is there", () => {
  const { form, shown } = preview();
  const colour = form.querySelector<HTMLInputElement>('[name="accent"]') as HTMLInputElement;
  colour.value = "#00AA55";
  colour.dispatchEvent(new Event("input", { bubbles: true }));
  expect(form.querySelector<HTMLInputElement>('[name="accent_of"]:checked')?.value).toBe("own");
  const links = () => [...shown.querySelectorAll("link")].map((link) => link.getAttribute("href"));
  expect(links()).toEqual(["/accent/d8442a.css", "/accent/00aa55.css"]);
  shown.querySelectorAll("link")[1]?.dispatchEvent(new Event("load"));
  expect(links()).toEqual(["/accent/00aa55.css"]);
});

test("links in the frame lead nowhere", () => {
  const { shown } = preview();
  const click = new MouseEvent("click", { bubbles: true, cancelable: true });
  shown.querySelector("a")?.dispatchEvent(click);
  expect(click.defaultPrevented).toBe(true);
});

test("one screen is pressed", () => {
  preview();
  const phone = document.querySelector<HTMLElement>('[data-screen="phone"]');
  phone?.click();
  expect(phone?.getAttribute("aria-pressed")).toBe("true");
  expect(document.querySelector('[data-screen="desktop"]')?.getAttribute("aria-pressed")).toBe("false");
  expect(document.querySelector("iframe")?.style.width).toBe("390px");
});
