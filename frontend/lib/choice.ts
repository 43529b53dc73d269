/**
 * What choosing costs and where hearts go, as the server says it: the words of the counter for every number near the present
 * one, one's other lists, and whether the list is locked. Nothing is computed here. Events: "change" after any of it changed.
 */
import type { Gallery } from "./gallery.ts";
import { OwnLists } from "./own-lists.ts";
import { send } from "./requests.ts";
import { toast } from "./toasts.ts";

/** Where one stands, what that means, what the next photo costs. */
export type CounterWords = [head: string, rest: string, next: string];

interface Prices {
  from: number;
  rows: CounterWords[];
}

export interface ChoiceData {
  /** The list hearts go into; "main" is the first one, which the package counts. */
  list: string;
  lists: { id: string; name: string; count: number }[];
  /** Photos of the lists hearts do not go into now, where they can be changed. */
  others: Record<string, string[]>;
  notes: Record<string, string>;
  /** Whether further lists can be made. */
  several: boolean;
  /** How many photos the package includes; 0 without one. */
  included: number;
  prices: Prices;
  /** From which number on photos cost something, and the words for it. */
  cost: { at: number; words: string } | null;
  /** Why hearts of this list do not change now; "" when they do. */
  locked: string;
  urls: { lists: string; photo: string; prices: string };
}

const POLL_MS = 30_000;

export class Choice extends EventTarget {
  /** One's lists, with what is on its way to the server. */
  readonly lists: OwnLists;
  readonly #gallery: Gallery;
  #rows = new Map<number, CounterWords>();
  #asking = new Set<number>();
  #count: number;
  #told = false;

  constructor(
    gallery: Gallery,
    public data: ChoiceData,
  ) {
    super();
    this.#gallery = gallery;
    this.#count = gallery.favourites.count;
    this.#learn(data.prices);
    this.lists = new OwnLists(
      () => this.data,
      () => this.#changed(),
    );
    gallery.addEventListener("favourites", (event) => this.#counted((event as CustomEvent<string>).detail));
  }

  get several(): boolean {
    return this.data.several || this.lists.all.length > 1;
  }

  /** What the counter says for so many photos; undefined until the server has been asked, then "change" tells. */
  words(count: number): CounterWords | undefined {
    const known = this.#rows.get(count);
    if (!known) this.#ask(count);
    return known;
  }

  /** Whether the photo is in a list other than the one hearts go into. */
  isIn(list: string, photo: string): boolean {
    if (list === this.data.list) return this.#gallery.favourites.has(photo);
    return this.lists.photosOf(list)?.includes(photo) ?? false;
  }

  /** What the same person did on another device meanwhile. */
  async refresh(): Promise<void> {
    const fresh = await send<ChoiceData & { favourites: string[] }>(this.data.urls.lists).catch(() => null);
    if (!fresh || fresh.list !== this.data.list) return;
    this.data = fresh;
    this.#rows.clear();
    this.#learn(fresh.prices);
    this.#gallery.favourites.sync(fresh.favourites);
    this.#count = this.#gallery.favourites.count;
    this.#changed();
  }

  /** Looks now and then, while somebody looks, whether a partner chose on another device. */
  follow(): void {
    const look = () => document.hidden || this.refresh();
    setInterval(look, POLL_MS);
    document.addEventListener("visibilitychange", look);
  }

  /** Once a visit, with the first photo that costs: what it costs, and the way back. */
  #counted(photo: string): void {
    const before = this.#count;
    const { favourites } = this.#gallery;
    this.#count = favourites.count;
    const { cost } = this.data;
    if (!cost || this.#told || before >= cost.at || this.#count < cost.at || !favourites.has(photo)) return;
    this.#told = true;
    toast(cost.words, { undo: () => favourites.want(photo, false) });
  }

  #learn({ from, rows }: Prices): void {
    rows.forEach((row, at) => {
      this.#rows.set(from + at, row);
    });
  }

  async #ask(count: number): Promise<void> {
    if (this.#asking.has(count)) return;
    this.#asking.add(count);
    const prices = await send<Prices>(`${this.data.urls.prices}?count=${count}`).catch(() => null);
    if (!prices) this.#asking.delete(count);
    else {
      this.#learn(prices);
      this.#changed();
    }
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}
