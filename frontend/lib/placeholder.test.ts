import { expect, test } from "vitest";
import { decodePlaceholder, placeholderUrl } from "./placeholder.ts";

function pack(cells: [number, number, number][]): string {
  const nibbles = [...cells.flat(), 0];
  const bytes = Array.from({ length: 14 }, (_, at) => ((nibbles[at * 2] ?? 0) << 4) | (nibbles[at * 2 + 1] ?? 0));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

const cells = Array.from({ length: 9 }, (_, at): [number, number, number] => [at, 15 - at, (at * 7) % 16]);

test("nine cells come out as they were packed, row by row", () => {
  expect(decodePlaceholder(pack(cells))).toEqual(cells.map((cell) => cell.map((value) => value * 17)));
});

test("a text that is no placeholder gives nothing", () => {
  expect(decodePlaceholder("")).toBeNull();
  expect(decodePlaceholder("abc")).toBeNull();
  expect(decodePlaceholder("<script>alert(1)</script>")).toBeNull();
});

test("the address is a bitmap of three by three, top row first", () => {
  const address = placeholderUrl(pack(cells)) ?? "";
  const bytes = atob(address.slice("data:image/bmp;base64,".length));
  expect(bytes.slice(0, 2)).toBe("BM");
  expect(bytes.length).toBe(90);
  // the first cell is red 0, green 15, blue 0; a bitmap writes blue first
  expect([bytes.charCodeAt(54), bytes.charCodeAt(55), bytes.charCodeAt(56)]).toEqual([0, 255, 0]);
});
