/**
 * Hearts: shown at once, sent behind. Each photo has one wanted state; the newest wins, one request a photo is under way
 * at a time. What could not be sent (no network) is kept over a reload and sent again; what the server refuses is undone.
 */
import { identified, identify } from "./identify.ts";
import { say } from "./messages.ts";
import { Refused, send, Unreachable } from "./requests.ts";
import { toast } from "./toasts.ts";

export interface FavouriteOptions {
  address: (photo: string) => string;
  /** Where wishes not yet sent are kept, in local storage. */
  storageKey: string;
  changed: (photo: string) => void;
}

const RETRY_FIRST_MS = 2_000;
const RETRY_LAST_MS = 60_000;

export class FavouriteQueue {
  readonly #saved: Set<string>;
  readonly #wanted = new Map<string, boolean>();
  readonly #sending = new Set<string>();
  #retryAfter = RETRY_FIRST_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    saved: Iterable<string>,
    private readonly options: FavouriteOptions,
  ) {
    this.#saved = new Set(saved);
    for (const [photo, wanted] of this.#stored()) this.#wanted.set(photo, wanted);
    if (this.#wanted.size) this.#retryLater(0);
    globalThis.addEventListener?.("online", () => this.flush());
  }

  /** Whether the photo is chosen, as the visitor last said. */
  has(photo: string): boolean {
    return this.#wanted.get(photo) ?? this.#saved.has(photo);
  }

  get count(): number {
    let count = this.#saved.size;
    for (const [photo, wanted] of this.#wanted) count += Number(wanted) - Number(this.#saved.has(photo));
    return count;
  }

  /** Whether everything said so far has reached the server. */
  get settled(): boolean {
    return this.#wanted.size === 0;
  }

  toggle(photo: string): Promise<void> {
    return this.want(photo, !this.has(photo));
  }

  /** Shows the wish at once; ends when it is saved, undone or waiting for the network. */
  async want(photo: string, chosen: boolean): Promise<void> {
    if (this.has(photo) === chosen) return;
    this.#wanted.set(photo, chosen);
    this.#keep();
    this.options.changed(photo);
    await this.#deliver(photo);
  }

  /** Tries everything that is waiting. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await Promise.all([...this.#wanted.keys()].map((photo) => this.#deliver(photo)));
  }

  async #deliver(photo: string): Promise<void> {
    if (this.#sending.has(photo)) return;
    this.#sending.add(photo);
    try {
      while (this.#wanted.has(photo)) {
        const chosen = this.#wanted.get(photo) === true;
        if (!(await this.#sendOne(photo, chosen))) return;
        if (this.#wanted.get(photo) === chosen) this.#wanted.delete(photo);
        this.#keep();
      }
    } finally {
      this.#sending.delete(photo);
    }
  }

  /** False when nothing more can be done for this photo now. */
  async #sendOne(photo: string, chosen: boolean): Promise<boolean> {
    const key = crypto.randomUUID();
    if (!(await identified())) {
      this.#undo(photo, "");
      return false;
    }
    try {
      await send(this.options.address(photo), { method: chosen ? "PUT" : "DELETE", key });
    } catch (error) {
      if (error instanceof Unreachable) {
        this.#retryLater();
        return false;
      }
      if (!(error instanceof Refused)) throw error;
      if (error.status === 401 && error.answer.identify && (await identify())) return this.#sendOne(photo, chosen);
      this.#undo(photo, error.status === 401 ? "" : error.message || say("favourite_failed"));
      return false;
    }
    if (chosen) this.#saved.add(photo);
    else this.#saved.delete(photo);
    this.#retryAfter = RETRY_FIRST_MS;
    return true;
  }

  #undo(photo: string, words: string): void {
    this.#wanted.delete(photo);
    this.#keep();
    this.options.changed(photo);
    if (words) toast(words, { bad: true });
  }

  #retryLater(after = this.#retryAfter): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.flush(), after);
    this.#retryAfter = Math.min(this.#retryAfter * 2, RETRY_LAST_MS);
  }

  #stored(): [string, boolean][] {
    try {
      return JSON.parse(localStorage.getItem(this.options.storageKey) ?? "[]");
    } catch {
      return [];
    }
  }

  #keep(): void {
    try {
      if (this.#wanted.size === 0) localStorage.removeItem(this.options.storageKey);
      else localStorage.setItem(this.options.storageKey, JSON.stringify([...this.#wanted]));
    } catch {
      // Storage may be forbidden (private windows): hearts are sent all the same, only not kept over a reload.
    }
  }
}
