/** Photos the client keeps from guests: hidden or shown again at once, sent behind by the queue of actions. */
import { type ActionQueue, pageQueue } from "./actions.ts";

export interface Hidden {
  /** Whether the photographer lets the client hide; what is hidden may be shown again in any case. */
  may_hide: boolean;
  hidden: string[];
}

export class Hiding {
  #may: boolean;
  #saved: Set<string>;
  readonly #wanted = new Map<string, boolean>();

  /** `changed` is told the id of a photo whose state is another now. */
  constructor(
    { may_hide, hidden }: Hidden,
    private readonly address: (photo: string) => string,
    private readonly changed: (photo: string) => void,
    private readonly queue: () => ActionQueue = pageQueue,
  ) {
    this.#may = may_hide;
    this.#saved = new Set(hidden);
  }

  /** Whether guests do not see the photo. */
  has(photo: string): boolean {
    return this.#wanted.get(photo) ?? this.#saved.has(photo);
  }

  mayChange(photo: string): boolean {
    return this.#may || this.has(photo);
  }

  /** The list came anew. */
  renew({ may_hide, hidden }: Hidden): void {
    this.#may = may_hide;
    this.#saved = new Set(hidden);
  }

  /** Hides the photo from guests, or shows it to them again; `name` is for saying that this was refused. */
  async toggle(photo: string, name: string): Promise<void> {
    if (!this.mayChange(photo)) return;
    const hide = !this.has(photo);
    this.#wanted.set(photo, hide);
    this.changed(photo);
    const { state } = await this.queue().enqueue({
      kind: "hidden",
      method: hide ? "PUT" : "DELETE",
      address: this.address(photo),
      slot: `hidden/${photo}`,
      photo,
      name,
    });
    if (state === "waiting" || this.#wanted.get(photo) !== hide) return;
    if (state === "saved") {
      if (hide) this.#saved.add(photo);
      else this.#saved.delete(photo);
    }
    this.#wanted.delete(photo);
    this.changed(photo);
  }
}
