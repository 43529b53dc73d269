import { beforeEach, expect, test, vi } from "vitest";
import { MemoryStore } from "./action-store.ts";
import { ActionQueue } from "./actions.ts";
import { Hiding } from "./hiding.ts";
import { setIdentified } from "./identify.ts";

let asked: string[];
let changed: string[];
let status: number;

async function opened(may_hide: boolean, hidden: string[] = []): Promise<Hiding> {
  const queue = new ActionQueue("gallery.device.", Promise.resolve(new MemoryStore()));
  await queue.ready;
  return new Hiding(
    { may_hide, hidden },
    (id) => `/p/${id}/hidden`,
    (id) => changed.push(id),
    () => queue,
  );
}

beforeEach(() => {
  setIdentified(true);
  [asked, changed, status] = [[], [], 200];
  vi.stubGlobal("fetch", async (address: string, { method }: RequestInit) => {
    asked.push(`${method} ${address}`);
    const body = JSON.stringify(status === 200 ? {} : { code: "may-not-hide", message: "No." });
    return new Response(body, { status, headers: { "Content-Type": "application/json" } });
  });
});

test("hides at once and shows again", async () => {
  const hiding = await opened(true);
  const done = hiding.toggle("a", "Photo a");
  expect(hiding.has("a")).toBe(true);
  await done;
  await hiding.toggle("a", "Photo a");
  expect(hiding.has("a")).toBe(false);
  expect(asked).toEqual(["PUT /p/a/hidden", "DELETE /p/a/hidden"]);
  expect(new Set(changed)).toEqual(new Set(["a"]));
});

test("switched off it only shows again", async () => {
  const hiding = await opened(false, ["a"]);
  expect([hiding.mayChange("a"), hiding.mayChange("b")]).toEqual([true, false]);
  await hiding.toggle("b", "Photo b");
  expect(asked).toEqual([]);
  await hiding.toggle("a", "Photo a");
  expect([hiding.has("a"), hiding.mayChange("a")]).toEqual([false, false]);
});

test("a refusal is taken back", async () => {
  status = 403;
  const hiding = await opened(true);
  await hiding.toggle("a", "Photo a");
  expect(hiding.has("a")).toBe(false);
});

test("the list anew says what is hidden", async () => {
  const hiding = await opened(true, ["a"]);
  hiding.renew({ may_hide: true, hidden: ["b"] });
  expect([hiding.has("a"), hiding.has("b")]).toEqual([false, true]);
});
