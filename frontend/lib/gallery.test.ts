import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Gallery, type PhotoRow } from "./gallery.ts";
import { galleryData } from "./testing.ts";

const rows = Array.from({ length: 1000 }, (_, at): PhotoRow => [`p${at}`, 3000, 2000, "", `${at}.jpg`]);
const list = { address: "/list/f/{part}.json", part: 300, renew: "/list.json" };
let asked: string[];

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", async (address: string) => {
    asked.push(address);
    const part = Number(address.match(/(\d)\.json/)?.[1]);
    const body = JSON.stringify(rows.slice(part * 300, part * 300 + 300));
    return new Response(body, { headers: { "Content-Type": "application/json" } });
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function inParts(): Gallery {
  const sections = [{ id: "s", name: "S", count: 990 }];
  return new Gallery({ ...galleryData(rows), loose: 10, sections, rows: rows.slice(0, 60), list });
}

test("every photo is there from the first moment, with shape and section", () => {
  const { photos } = inParts();
  expect(photos.length).toBe(1000);
  expect(photos.every(({ ratio, index }, at) => ratio === 1.5 && index === at)).toBe(true);
  expect([photos[9]?.section, photos[10]?.section, photos[999]?.section]).toEqual([-1, 0, 0]);
  expect([photos[59]?.id, photos[60]?.id, photos[60]?.loaded]).toEqual(["p59", "", false]);
});

test("more than 64 shapes are told by two letters", () => {
  const ratios = Array.from({ length: 65 }, (_, at) => 1 + at / 100);
  const gallery = new Gallery({ ...galleryData(rows.slice(0, 2)), ratios, shape: "AAAB" });
  expect(gallery.photos.map(({ ratio }) => ratio)).toEqual([1, 1.01]);
  const last = new Gallery({ ...galleryData(rows.slice(0, 1)), ratios, shape: "BA" });
  expect(last.photos[0]?.ratio).toBeCloseTo(1.64);
});

test("a row is fetched with its part, once however many ask", async () => {
  const gallery = inParts();
  const [photo] = gallery.photos.slice(650);
  expect(await Promise.all([gallery.load(photo as never), gallery.need(600, 640)])).toEqual([true, undefined]);
  expect([photo?.id, photo?.name, photo?.height]).toEqual(["p650", "650.jpg", 2000]);
  expect(asked).toEqual(["/list/f/2.json"]);
});

test("a photo is found by its id in whichever part it stands", async () => {
  const gallery = inParts();
  expect((await gallery.find("p999"))?.index).toBe(999);
  expect(await gallery.find("nobody")).toBeUndefined();
  expect(gallery.complete).toBe(true);
});

test("what could not be fetched is asked for again when it is next needed", async () => {
  const gallery = inParts();
  const { fetch } = globalThis;
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("no network")));
  await gallery.need(300, 301);
  expect(gallery.photos[300]?.loaded).toBe(false);
  vi.stubGlobal("fetch", fetch);
  expect(await gallery.load(gallery.photos[300] as never)).toBe(true);
});
