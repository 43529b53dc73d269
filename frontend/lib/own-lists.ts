/**
 * One's lists as the visitor last said: those the server has, and those made without a network and on their way. A new list
 * has its id from here, so photos go into it at once; what was meant for a list the server refused is kept for another name.
 */
import { type Ending, enqueue, type Outcome, pageQueue } from "./actions.ts";
import type { ChoiceData } from "./choice.ts";
import { newId } from "./requests.ts";

export interface ListName {
  id: string;
  name: string;
}

/** A list the server did not make. */
export interface RefusedList extends ListName {
  why: string;
  /** Ids of the photos that were meant for it. */
  photos: string[];
}

interface InList {
  list: string;
  chosen: boolean;
}

export class OwnLists {
  readonly refused: RefusedList[] = [];
  #making = new Map<string, string>();
  #waiting = new Set<string>();
  #wanted = new Map<string, Map<string, boolean>>();
  readonly #queue = pageQueue();

  /** `data` is what the server last said; `changed` is called after what is shown may be another. */
  constructor(
    private readonly data: () => ChoiceData,
    private readonly changed: () => void,
  ) {
    const follow = () => this.#follow();
    this.#queue.addEventListener("saved", (event) => this.#saved((event as CustomEvent<Ending>).detail));
    this.#queue.addEventListener("refused", (event) => this.#refuse((event as CustomEvent<Ending>).detail));
    this.#queue.addEventListener("pending", follow);
    follow();
  }

  /** All of them, the first one leading. */
  get all(): ListName[] {
    const { lists } = this.data();
    const known = new Set(lists.map(({ id }) => id));
    const making = [...this.#making].filter(([id]) => !known.has(id)).map(([id, name]) => ({ id, name }));
    return [...lists.map(({ id, name }) => ({ id, name })), ...making];
  }

  /** Whether the list is kept back by the network. */
  waits(list: string): boolean {
    return this.#waiting.has(list);
  }

  /** Ids of the photos in a list other than the one hearts go into; undefined where that cannot be changed. */
  photosOf(list: string): readonly string[] | undefined {
    const saved = this.data().others[list] ?? (this.#making.has(list) ? [] : undefined);
    const wanted = this.#wanted.get(list);
    if (!saved || !wanted) return saved;
    const photos = new Set(saved);
    for (const [photo, chosen] of wanted) {
      if (chosen) photos.add(photo);
      else photos.delete(photo);
    }
    return [...photos];
  }

  /** Makes a list with these photos in it, now or when the network is back; ends as the making of the list does. */
  make(name: string, photos: readonly { id: string; name: string }[]): Promise<Outcome> {
    const id = newId();
    const address = this.data().urls.lists;
    const wish = { kind: "list", method: "POST", address, body: { name, id }, name, slot: slotOf(id) } as const;
    const made = enqueue({ ...wish, state: { id, name } }, { explains: true });
    for (const photo of photos) this.put(id, photo, true);
    return made;
  }

  /** Lets the photo be in a list other than the one hearts go into, or not. */
  put(list: string, { id: photo, name }: { id: string; name: string }, chosen: boolean): Promise<Outcome> {
    return enqueue({
      kind: "favourite",
      method: chosen ? "PUT" : "DELETE",
      address: this.data().urls.photo.replace("{list}", list).replace("{photo}", photo),
      slot: `favourite/${list}/${photo}`,
      needs: slotOf(list),
      photo,
      name,
      state: { list, chosen } satisfies InList,
    });
  }

  /** The visitor has found another name for it, or does not want it any more. */
  forget(list: RefusedList): void {
    this.refused.splice(this.refused.indexOf(list), 1);
    this.changed();
  }

  /** Ours, another tab's or an earlier page's. */
  #saved({ action, answer }: Ending): void {
    const { lists, others, list: hearts } = this.data();
    if (action.kind === "list") {
      const { id, name } = { ...(action.state as ListName), ...(answer as Partial<ListName>) };
      if (!lists.some((list) => list.id === id)) lists.push({ id, name, count: 0 });
      others[id] ??= [];
    } else if (action.kind === "favourite" && action.photo) {
      const { list, chosen } = action.state as InList;
      if (list === hearts || !others[list]) return;
      const rest = others[list].filter((photo) => photo !== action.photo);
      others[list] = chosen ? [...rest, action.photo] : rest;
    }
  }

  /** The list's own refusal comes first, then those of what was meant for it. */
  #refuse({ action, message }: Ending): void {
    if (action.kind === "list" && message) {
      this.refused.push({ ...(action.state as ListName), why: message, photos: [] });
    } else if (action.kind === "favourite" && action.photo) {
      const { list, chosen } = action.state as InList;
      if (chosen) this.refused.find(({ id }) => id === list)?.photos.push(action.photo);
    }
  }

  #follow(): void {
    this.#making = new Map();
    this.#wanted = new Map();
    for (const { kind, photo, state } of this.#queue.pending) {
      if (kind === "list") this.#making.set((state as ListName).id, (state as ListName).name);
      if (kind !== "favourite" || !photo) continue;
      const { list, chosen } = state as InList;
      this.#wanted.set(list, (this.#wanted.get(list) ?? new Map()).set(photo, chosen));
    }
    const waiting = this.#queue.waiting.filter(({ kind }) => kind === "list");
    this.#waiting = new Set(waiting.map(({ state }) => (state as ListName).id));
    this.changed();
  }
}

const slotOf = (list: string) => `list/${list}`;
