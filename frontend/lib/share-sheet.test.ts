import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page } from "./testing.ts";
import type { Toast } from "./toasts.ts";

let shared: File[];
let left: string[];
let said: string[];
let answers: (() => Promise<void>)[];
const listen = (event: Event) => said.push((event as CustomEvent<Toast>).detail.words);
const refusal = (name: string) => () => Promise.reject(Object.assign(new Error("no"), { name }));

/** The module as a page loads it, on a device with or without a share sheet for pictures. */
async function load({ phone = true } = {}): Promise<void> {
  vi.resetModules();
  vi.stubGlobal("matchMedia", () => ({ matches: phone }));
  vi.stubGlobal("navigator", {
    canShare: ({ files }: { files: File[] }) => files.every(({ type }) => type === "image/jpeg"),
    share: async ({ files }: { files: File[] }) => {
      await (answers.shift() ?? (() => Promise.resolve()))();
      shared.push(...files);
    },
  });
  page('<a href="/files/1" data-share="IMG_1.jpg">Download</a>');
  const { savePhotosByShareSheet } = await import("./share-sheet.ts");
  savePhotosByShareSheet(document.body.firstElementChild as HTMLElement);
}

function tap(): boolean {
  const event = new MouseEvent("click", { bubbles: true, cancelable: true });
  document.querySelector("a")?.dispatchEvent(event);
  return event.defaultPrevented;
}

beforeEach(() => {
  shared = [];
  left = [];
  said = [];
  answers = [];
  document.addEventListener("toast", listen);
  vi.stubGlobal("location", { assign: (address: string) => left.push(address) });
  vi.stubGlobal("fetch", async () => new Response("bytes", { headers: { "Content-Type": "image/jpeg" } }));
});

afterEach(() => {
  document.removeEventListener("toast", listen);
  vi.unstubAllGlobals();
});

test("a tap hands the picture with its name to the share sheet", async () => {
  await load();
  expect(tap()).toBe(true);
  await vi.waitFor(() => expect(shared.map(({ name, type }) => [name, type])).toEqual([["IMG_1.jpg", "image/jpeg"]]));
});

test("where there is no share sheet for pictures the link stays a download", async () => {
  await load({ phone: false });
  expect(tap()).toBe(false);
  expect(shared).toEqual([]);
});

test("a picture that took too long is shared by the next tap", async () => {
  await load();
  answers = [refusal("NotAllowedError")];
  tap();
  await vi.waitFor(() => expect(said).toHaveLength(1));
  tap();
  await vi.waitFor(() => expect(shared).toHaveLength(1));
});

test("closing the sheet is no error", async () => {
  await load();
  answers = [refusal("AbortError")];
  tap();
  await vi.waitFor(() => expect(answers).toEqual([]));
  expect([said, left]).toEqual([[], []]);
});

test("what cannot be shared is downloaded", async () => {
  vi.stubGlobal("fetch", async () => new Response("bytes", { headers: { "Content-Type": "image/tiff" } }));
  await load();
  tap();
  await vi.waitFor(() => expect(left.map((address) => address.replace(/^.*(?=\/files)/, ""))).toEqual(["/files/1"]));
});
