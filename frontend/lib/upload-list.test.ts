import { beforeEach, expect, test } from "vitest";
import { UploadList } from "./upload-list.ts";

let list: UploadList;

beforeEach(() => {
  list = new UploadList();
  list.add({ id: "a", name: "1.jpg", path: "Party/1.jpg", size: 100 });
  list.add({ id: "b", name: "2.jpg", path: "Party/2.jpg", size: 200 });
  list.add({ id: "c", name: "3.jpg", path: "3.jpg", size: 300 });
});

test("files wait in their folders", () => {
  expect(list.counts).toEqual({ waiting: 3, sending: 0, stored: 0, skipped: 0, failed: 0 });
  expect([...list.folders.values()].map(({ name, total }) => [name, total])).toEqual([
    ["Party", 2],
    ["", 1],
  ]);
  expect([list.bytes, list.sent, list.busy]).toEqual([600, 0, true]);
});

test("progress counts bytes once, however often it is told", () => {
  list.progress("a", 40);
  list.progress("a", 60);
  expect(list.files.get("a")).toMatchObject({ state: "sending", sent: 60 });
  expect(list.sent).toBe(60);
  expect(list.folders.get("Party")).toMatchObject({ sending: 1, settled: 0 });
});

test("a stored file counts whole, and late progress does not wake it", () => {
  list.progress("a", 60);
  list.store("a", { photo: "p1" });
  list.progress("a", 80);
  expect(list.files.get("a")).toMatchObject({ state: "stored", sent: 100, photo: "p1" });
  expect([list.sent, list.done]).toEqual([100, 1]);
});

test("a file that was there already is skipped and done", () => {
  list.store("b", { skipped: true });
  expect([list.counts.skipped, list.done, list.folders.get("Party")?.settled]).toEqual([1, 1, 1]);
});

test("a failed file leaves the sums, and comes back when it is sent again", () => {
  list.progress("b", 50);
  list.fail("b", { message: "The connection broke.", retryable: true });
  expect([list.bytes, list.sent, list.counts.failed]).toEqual([400, 0, 1]);
  list.requeue("b");
  expect([list.bytes, list.sent, list.counts.failed, list.counts.waiting]).toEqual([600, 50, 0, 3]);
});

test("a stored file whose picture cannot be made becomes a failed one with its reason", () => {
  list.store("a", { photo: "p1" });
  list.fail("a", { message: "The file is damaged.", retryable: false });
  expect(list.of("failed")).toMatchObject([{ id: "a", message: "The file is damaged." }]);
  expect([list.done, list.folders.get("Party")]).toMatchObject([0, { settled: 0, failed: 1 }]);
});

test("a removed file leaves nothing behind", () => {
  list.progress("c", 10);
  list.remove("c");
  expect([list.total, list.bytes, list.sent, list.folders.has("")]).toEqual([2, 300, 0, false]);
});

test("the list of a state is capped", () => {
  expect(list.of("waiting", 2).map(({ id }) => id)).toEqual(["a", "b"]);
});

test("time left follows the speed of the last seconds", () => {
  expect(list.secondsLeft(0)).toBeNull();
  list.progress("c", 100);
  expect(list.secondsLeft(5_000)).toBe(25);
  list.forgetSpeed();
  expect(list.secondsLeft(6_000)).toBeNull();
});
