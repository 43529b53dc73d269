/**
 * Hearts of one list: shown at once, sent behind by the queue of actions, which also keeps them over a moment without a
 * network. Each photo has one wanted state, and the newest wish counts; what the server refuses is undone.
 */
import { type ActionQueue, type Ending, pageQueue } from "./actions.ts";
import { toast } from "./toasts.ts";

export interface FavouriteOptions {
  address: (photo: string) => string;
  /** A photo's heart, or its waiting, is another now. */
  changed: (photo: string) => void;
  /** What a photo is called, for saying that its heart was refused. */
  name?: (photo: string) => string;
  /** Why hearts of the list do not change now; "" when they do. */
  locked?: () => string;
  /** Public id of the list; "main" is the first one. */
  list?: string;
  /** The queue of the page, unless a test brings its own. */
  queue?: ActionQueue;
}

interface Wanted {
  list: string;
  chosen: boolean;
}

export class FavouriteQueue {
  readonly #saved: Set<string>;
  readonly #queue: ActionQueue;
  readonly #list: string;
  #wanted = new Map<string, boolean>();
  #waiting = new Set<string>();

  constructor(
    saved: Iterable<string>,
    private readonly options: FavouriteOptions,
  ) {
    this.#saved = new Set(saved);
    this.#list = options.list ?? "main";
    this.#queue = options.queue ?? pageQueue();
    this.#queue.addEventListener("saved", (event) => this.#save((event as CustomEvent<Ending>).detail));
    this.#queue.addEventListener("pending", () => this.#follow());
    this.#follow();
  }

  /** Whether the photo is chosen, as the visitor last said. */
  has(photo: string): boolean {
    return this.#wanted.get(photo) ?? this.#saved.has(photo);
  }

  /** Whether the photo's heart is kept back by the network. */
  waits(photo: string): boolean {
    return this.#waiting.has(photo);
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
    const locked = this.options.locked?.();
    if (locked) {
      toast(locked);
      return;
    }
    const state: Wanted = { list: this.#list, chosen };
    const name = this.options.name?.(photo);
    await this.#queue.enqueue(
      {
        kind: "favourite",
        method: chosen ? "PUT" : "DELETE",
        address: this.options.address(photo),
        slot: `favourite/${this.#list}/${photo}`,
        photo,
        state,
        ...(name ? { name } : {}),
      },
      { unneeded: this.#saved.has(photo) === chosen },
    );
  }

  /** The server has other ones by now: a partner chose on another device. What is wished here and not sent yet stands. */
  sync(saved: Iterable<string>): void {
    const before = new Set(this.#saved);
    this.#saved.clear();
    for (const photo of saved) this.#saved.add(photo);
    for (const photo of new Set([...before, ...this.#saved])) {
      if (before.has(photo) !== this.#saved.has(photo)) this.options.changed(photo);
    }
  }

  /** Tries everything that is waiting. */
  flush(): Promise<void> {
    return this.#queue.flush();
  }

  #save({ action }: Ending): void {
    const wanted = this.#wish(action);
    if (!wanted) return;
    if (wanted.chosen) this.#saved.add(wanted.photo);
    else this.#saved.delete(wanted.photo);
  }

  /** Compares with what was shown, so that only photos that changed are drawn again. */
  #follow(): void {
    const before = { wanted: this.#wanted, waiting: this.#waiting };
    this.#wanted = new Map();
    this.#waiting = new Set();
    for (const action of this.#queue.pending) {
      const wish = this.#wish(action);
      if (wish) this.#wanted.set(wish.photo, wish.chosen);
    }
    for (const action of this.#queue.waiting) {
      const wish = this.#wish(action);
      if (wish) this.#waiting.add(wish.photo);
    }
    const touched = new Set([...before.wanted.keys(), ...this.#wanted.keys(), ...before.waiting, ...this.#waiting]);
    for (const photo of touched) {
      const same =
        before.wanted.get(photo) === this.#wanted.get(photo) && before.waiting.has(photo) === this.#waiting.has(photo);
      if (!same) this.options.changed(photo);
    }
  }

  #wish(action: { kind: string; photo?: string; state?: unknown }): (Wanted & { photo: string }) | null {
    if (action.kind !== "favourite" || !action.photo) return null;
    const wanted = action.state as Wanted;
    return wanted.list === this.#list ? { ...wanted, photo: action.photo } : null;
  }
}
