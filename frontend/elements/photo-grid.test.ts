import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { GalleryData, PhotoRow } from "../lib/gallery.ts";
import { galleryData } from "../lib/testing.ts";

const rows = Array.from(
  { length: 400 },
  (_, at): PhotoRow => [`p${at}`, 3000, at % 3 ? 2000 : 4000, "", `IMG_${at}.JPG`],
);
const whole = galleryData(rows, {
  loose: 0,
  sections: [
    { id: "s1", name: "Morning", count: 200 },
    { id: "s2", name: "Party", count: 200 },
  ],
  own: { favourites: ["p0"], comments: { p1: 2 } },
  urls: { favourite: "/favourites/{photo}" },
  label: "filename",
});
const STALE = { code: "stale", message: "" };

let asked: [string, string][];
let answers: Record<string, unknown>;

beforeEach(() => {
  asked = [];
  answers = {};
  localStorage.clear();
  history.replaceState(null, "", "/g/1/");
  vi.resetModules();
  vi.stubGlobal("fetch", async (address: string, { method }: { method: string }) => {
    asked.push([method, address]);
    const answer = answers[address] ?? {};
    const headers = { "Content-Type": "application/json" };
    return new Response(JSON.stringify(answer), { headers, status: answer === STALE ? 410 : 200 });
  });
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1440);
});

async function open(data: GalleryData, address = "/g/1/"): Promise<void> {
  history.replaceState(null, "", address);
  vi.spyOn(customElements, "define").mockImplementation(() => undefined);
  document.body.innerHTML = `<div class="finder"><input hidden><button></button></div>
    <script type="application/json" id="gallery-data">${JSON.stringify(data)}</script>`;
  const { PhotoGrid } = await import("./photo-grid.ts");
  const name = `photo-grid-${Math.random().toString(36).slice(2)}`;
  vi.mocked(customElements.define).mockRestore();
  customElements.define(name, PhotoGrid);
  document.body.append(document.createElement(name));
  await vi.waitFor(() => expect(document.querySelector(".shot--bare:not([data-photo=''])")).toBeNull());
}

/** The same gallery in parts, under addresses no other test has. */
function inParts(name: string, more: Partial<GalleryData> = {}): GalleryData {
  for (let part = 0; part < 4; part++) answers[`/${name}/${part}.json`] = rows.slice(part * 100, part * 100 + 100);
  const list = { address: `/${name}/{part}.json`, part: 100, renew: "/list.json" };
  return { ...whole, rows: rows.slice(0, 60), list, ...more };
}

const askedOf = (name: string) =>
  asked.map(([, address]) => address).filter((address) => address.startsWith(`/${name}`));

const shown = () => [...document.querySelectorAll<HTMLElement>(".shot")].map(({ dataset }) => dataset.photo);

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

test("only rows near the screen are in the page, in sections whose height is that of all rows", async () => {
  await open(whole);
  const shots = document.querySelectorAll(".shot");
  expect(shots.length).toBeGreaterThan(8);
  expect(shots.length).toBeLessThan(80);
  expect([...document.querySelectorAll("section")].map(({ id }) => id)).toEqual(["section-s1", "section-s2"]);
  const heights = [...document.querySelectorAll<HTMLElement>(".grid-rows")].map((rows) =>
    Number.parseInt(rows.style.height, 10),
  );
  expect(Math.min(...heights)).toBeGreaterThan(10_000);
});

test("a shot carries both densities with their true widths, name, comments and heart", async () => {
  await open(whole);
  const first = document.querySelector(".shot[data-photo=p0]");
  expect(first?.querySelector("img")?.getAttribute("srcset")).toBe("/media/x/p0/g.webp 360w, /media/x/p0/h.webp 720w");
  expect(first?.querySelector("img")?.alt).toBe("IMG_0.JPG");
  expect(first?.querySelector(".heart")?.getAttribute("aria-pressed")).toBe("true");
  expect(document.querySelector(".shot[data-photo=p1] .said")?.textContent).toContain("2");
});

test("the pictures of the first row come before those of the others on the screen", async () => {
  vi.spyOn(HTMLImageElement.prototype, "complete", "get").mockReturnValue(false);
  const opened = open({ ...whole, loose: 400, sections: [] });
  const pictures = () => [...document.querySelectorAll("img")];
  const drawn = () => new Set(pictures().map((picture) => picture.closest(".grid-row"))).size;
  await vi.waitFor(() => expect(drawn()).toBe(1));
  for (const picture of pictures()) picture.dispatchEvent(new Event("load"));
  await vi.waitFor(() => expect(drawn()).toBeGreaterThan(1));
  for (const picture of pictures()) picture.dispatchEvent(new Event("load"));
  await opened;
});

test("a click on the heart fills it at once, sends it and changes the counts", async () => {
  await open(whole);
  const heart = document.querySelector<HTMLElement>(".shot[data-photo=p2] .heart");
  heart?.click();
  expect(heart?.getAttribute("aria-pressed")).toBe("true");
  expect([...document.querySelectorAll(".pick .num")].map((count) => count.textContent)).toEqual(["400", "2", "398"]);
  await vi.waitFor(() => expect(asked).toEqual([["PUT", "/favourites/p2"]]));
});

test("the filter shows mine alone and writes itself into the address", async () => {
  await open(whole);
  document.querySelectorAll<HTMLElement>(".pick a")[1]?.click();
  expect(shown()).toEqual(["p0"]);
  expect(location.search).toBe("?show=mine");
  document.querySelectorAll<HTMLElement>(".pick a")[0]?.click();
  expect(location.search).toBe("");
});

test("arrow keys move from photo to photo and F chooses", async () => {
  await open(whole);
  document.querySelector<HTMLElement>(".shot[data-photo=p3] a")?.focus();
  document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
  expect(document.activeElement?.getAttribute("href")).toBe("#photo-p4");
  document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "f", bubbles: true }));
  await vi.waitFor(() => expect(asked).toEqual([["PUT", "/favourites/p4"]]));
});

test("the height of all rows is there before their data is", async () => {
  await open(whole);
  const heights = [...document.querySelectorAll<HTMLElement>(".grid-rows")].map(({ style }) => style.height);
  vi.resetModules();
  await open(inParts("heights"));
  expect([...document.querySelectorAll<HTMLElement>(".grid-rows")].map(({ style }) => style.height)).toEqual(heights);
});

test("rows that the page did not bring are fetched once each, in idle time", async () => {
  await open(inParts("idle"));
  await vi.waitFor(() => expect(askedOf("idle").length).toBe(4));
  expect(askedOf("idle").sort()).toEqual(Object.keys(answers).sort());
});

test("who saves data gets the small picture alone, and nothing ahead of time", async () => {
  vi.stubGlobal("navigator", { ...navigator, connection: { saveData: true }, language: "en" });
  await open(inParts("saving", { sections: [], loose: 400 }));
  const picture = document.querySelector("img");
  expect([picture?.getAttribute("src"), picture?.hasAttribute("srcset")]).toEqual(["/media/x/p0/g.webp", false]);
  await new Promise((resolve) => setTimeout(resolve));
  expect(askedOf("saving")).toEqual([]);
});

test("a file name is found wherever in the list it stands, and the words are in the address", async () => {
  await open(inParts("find"));
  const field = document.querySelector("input") as HTMLInputElement;
  document.querySelector<HTMLElement>(".finder button")?.click();
  expect(field.hidden).toBe(false);
  field.value = "img_39";
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
  await vi.waitFor(() => expect(shown()).toEqual(["p39", ...Array.from({ length: 10 }, (_, at) => `p${390 + at}`)]));
  expect(location.search).toBe("?find=img_39");
  expect(document.querySelector(".grid-found")?.textContent).toBe("11 photos found");
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  expect([location.search, field.hidden]).toEqual(["", true]);
});

test("words no file name has are said to be in none", async () => {
  await open({ ...whole, list: { address: "", part: 100, renew: "" } }, "/g/1/?find=zebra");
  expect(document.querySelector(".empty")?.textContent).toBe("No file name has “zebra” in it.");
  expect((document.querySelector("input") as HTMLInputElement).value).toBe("zebra");
});

test("a list that is the gallery's no more is fetched anew", async () => {
  const data = inParts("stale");
  for (let part = 0; part < 4; part++) answers[`/stale/${part}.json`] = STALE;
  const fewer = { ...galleryData(rows.slice(1, 40)), label: "filename" as const };
  answers["/list.json"] = fewer;
  await open(data);
  await vi.waitFor(() => expect(shown()[0]).toBe("p1"));
  expect(document.querySelectorAll("section").length).toBe(1);
  expect(asked.filter(([, address]) => address === "/list.json").length).toBe(1);
});
