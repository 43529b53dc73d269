/**
 * Fetches the rows of a gallery's list that the page did not bring along, a part at a time, each once. A part that is not
 * the gallery's any more (the photographer changed it) brings the whole data anew, though not more often than people read.
 */
import type { GalleryData, PhotoRow } from "./gallery.ts";
import { Refused, send, Unreachable } from "./requests.ts";

export interface RowsWanted {
  arrived: (first: number, rows: readonly PhotoRow[]) => void;
  renewed: (data: GalleryData) => void;
}

const AT_ONCE = 3;
const RENEW_AFTER_MS = 20_000;

export class ListRows {
  #list: GalleryData["list"];
  #count = 0;
  #first = 0;
  #renewedAt = Number.NEGATIVE_INFINITY;
  /** By number: the parts that are there or under way. */
  #parts = new Map<number, Promise<readonly PhotoRow[]>>();

  constructor(private readonly wanted: RowsWanted) {}

  /** Takes a list whose first rows are there already. */
  begin(data: GalleryData, count: number): void {
    this.#list = data.list;
    this.#count = count;
    this.#first = data.rows.length;
    this.#parts = new Map();
  }

  /** Ends when rows `from` up to `to` are there, as far as they can be had, or `enough` was found. */
  async need(from: number, to: number, enough?: (rows: readonly PhotoRow[]) => boolean): Promise<void> {
    const list = this.#list;
    const start = Math.max(from, this.#first);
    const end = Math.min(to, this.#count);
    if (!list || start >= end) return;
    const numbers: number[] = [];
    for (let number = Math.floor(start / list.part); number * list.part < end; number++) numbers.push(number);
    let found = false;
    const work = async () => {
      for (let next = numbers.shift(); next !== undefined && !found; next = numbers.shift()) {
        const rows = await this.#part(next);
        found ||= enough?.(rows) ?? false;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  #part(number: number): Promise<readonly PhotoRow[]> {
    const under = this.#parts.get(number);
    if (under) return under;
    const fetched = this.#fetch(number);
    this.#parts.set(number, fetched);
    return fetched;
  }

  async #fetch(number: number): Promise<readonly PhotoRow[]> {
    const list = this.#list;
    if (!list) return [];
    try {
      const rows = await send<PhotoRow[]>(list.address.replace("{part}", String(number)));
      if (list === this.#list) this.wanted.arrived(number * list.part, rows);
      return rows;
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
      if (list !== this.#list) return [];
      this.#parts.delete(number); // asked again when it is next needed
      if (error instanceof Refused && error.status === 410) await this.#renew(list.renew);
      return [];
    }
  }

  async #renew(address: string): Promise<void> {
    if (performance.now() - this.#renewedAt < RENEW_AFTER_MS) return;
    this.#renewedAt = performance.now();
    try {
      this.wanted.renewed(await send<GalleryData>(address));
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    }
  }
}
