import { expect, test } from "vitest";
import { inJobOrder } from "./picked.ts";

const paths = (...given: string[]) =>
  inJobOrder(given.map((path) => ({ file: new File([], path), path }))).map(({ path }) => path);

test("one folder alone is the job: its name goes, sub-folders stay", () => {
  expect(paths("job/b.jpg", "job/Ceremony/a.jpg")).toEqual(["b.jpg", "Ceremony/a.jpg"]);
});

test("several folders at once keep their names", () => {
  expect(paths("Reception/a.jpg", "Ceremony/a.jpg")).toEqual(["Ceremony/a.jpg", "Reception/a.jpg"]);
});

test("a folder beside single files keeps its name", () => {
  expect(paths("Ceremony/a.jpg", "b.jpg")).toEqual(["b.jpg", "Ceremony/a.jpg"]);
});

test("names sort as people count, litter of systems is left out", () => {
  expect(paths("job/IMG_10.jpg", "job/.DS_Store", "job/IMG_9.jpg", "job/._IMG_9.jpg", "job/x/Thumbs.db")).toEqual([
    "IMG_9.jpg",
    "IMG_10.jpg",
  ]);
});
