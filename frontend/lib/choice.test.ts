import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Choice, type ChoiceData } from "./choice.ts";
import type { Gallery } from "./gallery.ts";

const told = vi.fn();

class Hearts {
  readonly chosen = new Set(["a", "b"]);
  has = (photo: string) => this.chosen.has(photo);
  want = vi.fn();
  sync = (photos: string[]) => {
    this.chosen.clear();
    for (const photo of photos) this.chosen.add(photo);
  };
  get count(): number {
    return this.chosen.size;
  }
}

function choiceOf(more: Partial<ChoiceData> = {}): { choice: Choice; hearts: Hearts; heart: (photo: string) => void } {
  const gallery = Object.assign(new EventTarget(), { favourites: new Hearts() });
  const data: ChoiceData = {
    list: "main",
    lists: [{ id: "main", name: "Favourites", count: 2 }],
    others: {},
    notes: {},
    several: false,
    included: 2,
    prices: { from: 0, rows: [0, 1, 2].map((n) => [`${n} of 2`, `${2 - n} left`, "each further photo €5"]) },
    cost: { at: 3, words: "This one costs €5." },
    locked: "",
    urls: { lists: "/g/x/lists", photo: "/g/x/lists/{list}/photos/{photo}", prices: "/g/x/lists/main/prices" },
    ...more,
  };
  const heart = (photo: string) => {
    gallery.favourites.chosen.add(photo);
    gallery.dispatchEvent(new CustomEvent("favourites", { detail: photo }));
  };
  return { choice: new Choice(gallery as unknown as Gallery, data), hearts: gallery.favourites, heart };
}

function answers(body: unknown): ReturnType<typeof vi.fn> {
  const asked = vi.fn(
    async () => new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } }),
  );
  vi.stubGlobal("fetch", asked);
  return asked;
}

beforeEach(() => document.addEventListener("toast", told));
afterEach(() => {
  document.removeEventListener("toast", told);
  told.mockReset();
  vi.unstubAllGlobals();
});

test("known numbers have the server's words, others are asked for once", async () => {
  const asked = answers({ from: 3, rows: [["3 chosen", "2 in your package + 1 × €5 = €5", ""]] });
  const { choice } = choiceOf();
  expect(choice.words(2)?.[0]).toBe("2 of 2");
  expect(choice.words(3)).toBeUndefined();
  choice.words(3);
  await vi.waitFor(() => expect(choice.words(3)?.[0]).toBe("3 chosen"));
  expect(asked.mock.calls.map(([address]) => address)).toEqual(["/g/x/lists/main/prices?count=3"]);
});

test("the first photo that costs is said once, with Undo", () => {
  const { hearts, heart } = choiceOf();
  heart("c");
  heart("d");
  expect(told).toHaveBeenCalledTimes(1);
  const event = told.mock.calls[0]?.[0] as CustomEvent<{ words: string; undo: () => void }> | undefined;
  expect(event?.detail.words).toBe("This one costs €5.");
  event?.detail.undo();
  expect(hearts.want).toHaveBeenCalledWith("c", false);
});

test("what a partner chose meanwhile is here after looking again", async () => {
  const { choice, hearts } = choiceOf();
  answers({ ...choice.data, favourites: ["a", "b", "z"], locked: "Sent." });
  const changed = vi.fn();
  choice.addEventListener("change", changed);
  await choice.refresh();
  expect([...hearts.chosen]).toEqual(["a", "b", "z"]);
  expect(choice.data.locked).toBe("Sent.");
  expect(changed).toHaveBeenCalled();
  expect(told).not.toHaveBeenCalled();
});
