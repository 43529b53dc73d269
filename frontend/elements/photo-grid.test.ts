import { afterEach, beforeEach, expect, test, vi } from "vitest";

const photos = Array.from({ length: 400 }, (_, at) => [
  `p${at}`,
  3000,
  at % 3 ? 2000 : 4000,
  "",
  at < 200 ? 0 : 1,
  `IMG_${at}.JPG`,
  at === 1 ? 2 : 0,
  at === 0 ? 1 : 0,
]);
const data = {
  media: "/media/x/",
  fingerprints: { grid: "g", grid2: "h", view: "v" },
  sections: [
    { id: "s1", name: "Morning", count: 200 },
    { id: "s2", name: "Party", count: 200 },
  ],
  photos,
  urls: { favourite: "/favourites/{photo}" },
  label: "filename",
  identified: true,
};

let asked: [string, string][];

beforeEach(async () => {
  asked = [];
  localStorage.clear();
  vi.resetModules();
  vi.stubGlobal("fetch", async (address: string, { method }: { method: string }) => {
    asked.push([method, address]);
    return new Response("{}", { headers: { "Content-Type": "application/json" } });
  });
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1440);
  vi.spyOn(customElements, "define").mockImplementation(() => undefined);
  document.body.innerHTML = `<script type="application/json" id="gallery-data">${JSON.stringify(data)}</script>`;
  const { PhotoGrid } = await import("./photo-grid.ts");
  const name = `photo-grid-${Math.random().toString(36).slice(2)}`;
  vi.mocked(customElements.define).mockRestore();
  customElements.define(name, PhotoGrid);
  document.body.append(document.createElement(name));
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

test("only rows near the screen are in the page, in sections whose height is that of all rows", () => {
  const shots = document.querySelectorAll(".shot");
  expect(shots.length).toBeGreaterThan(8);
  expect(shots.length).toBeLessThan(80);
  expect([...document.querySelectorAll("section")].map(({ id }) => id)).toEqual(["section-s1", "section-s2"]);
  const heights = [...document.querySelectorAll<HTMLElement>(".grid-rows")].map((rows) =>
    Number.parseInt(rows.style.height, 10),
  );
  expect(Math.min(...heights)).toBeGreaterThan(10_000);
});

test("a shot carries both densities with their true widths, name, comments and heart", () => {
  const first = document.querySelector(".shot[data-photo=p0]");
  expect(first?.querySelector("img")?.getAttribute("srcset")).toBe("/media/x/p0/g.webp 360w, /media/x/p0/h.webp 720w");
  expect(first?.querySelector("img")?.alt).toBe("IMG_0.JPG");
  expect(first?.querySelector(".heart")?.getAttribute("aria-pressed")).toBe("true");
  expect(document.querySelector(".shot[data-photo=p1] .said")?.textContent).toContain("2");
});

test("a click on the heart fills it at once, sends it and changes the counts", async () => {
  const heart = document.querySelector<HTMLElement>(".shot[data-photo=p2] .heart");
  heart?.click();
  expect(heart?.getAttribute("aria-pressed")).toBe("true");
  expect([...document.querySelectorAll(".pick .num")].map((count) => count.textContent)).toEqual(["400", "2", "398"]);
  await vi.waitFor(() => expect(asked).toEqual([["PUT", "/favourites/p2"]]));
});

test("the filter shows mine alone and writes itself into the address", () => {
  document.querySelectorAll<HTMLElement>(".pick a")[1]?.click();
  expect([...document.querySelectorAll<HTMLElement>(".shot")].map(({ dataset }) => dataset.photo)).toEqual(["p0"]);
  expect(location.search).toBe("?show=mine");
  document.querySelectorAll<HTMLElement>(".pick a")[0]?.click();
  expect(location.search).toBe("");
});

test("arrow keys move from photo to photo and F chooses", async () => {
  document.querySelector<HTMLElement>(".shot[data-photo=p3] a")?.focus();
  document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
  expect(document.activeElement?.getAttribute("href")).toBe("#photo-p4");
  document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "f", bubbles: true }));
  await vi.waitFor(() => expect(asked).toEqual([["PUT", "/favourites/p4"]]));
});
