/**
 * What a visitor does, shown at once and sent behind: kept in the browser until the server has it, sent in the order of
 * wishing, one at a time, each exactly once (the server knows an action again by its key). Without a network it waits, over
 * a reload too; several tabs share one queue. What the server refuses is said, with the photo's name, and the rest goes on.
 *
 *     const outcome = await enqueue({ kind: "comment", method: "POST", address, body: { text }, photo, name });
 *
 * Events of the queue: "pending" when what is under way or waits has changed; "saved" and "refused" (detail: Ending) for
 * each action of this visitor, whichever tab or earlier page it came from.
 */
import {
  type Action,
  type ActionStore,
  MemoryStore,
  openStore,
  replaces,
  takesBack,
  type Wish,
} from "./action-store.ts";
import { identified, identify, isIdentified } from "./identify.ts";
import { say } from "./messages.ts";
import { newKey, Refused, send, Unreachable } from "./requests.ts";
import { toast } from "./toasts.ts";

export type { Action, Wish } from "./action-store.ts";

/** "saved" with the server's answer; "waiting" for the network; "refused" with words; "replaced" by a newer wish. */
export interface Outcome {
  state: "saved" | "waiting" | "refused" | "replaced";
  answer: Record<string, unknown>;
  message: string;
  status: number;
}

export interface Ending extends Outcome {
  action: Action;
}

export interface Manner {
  /** The caller shows a refusal itself, should it come while it waits for the outcome. */
  explains?: boolean;
  /** The server has it so already: a waiting wish of the same slot that was never sent is dropped, and nothing is added. */
  unneeded?: boolean;
}

const RETRY_FIRST_MS = 2_000;
const RETRY_LAST_MS = 60_000;
/** An answer that takes longer is shown as waiting; one that takes longest is asked for again. */
const SLOW_MS = 4_000;
const PATIENCE_MS = 20_000;
/** An action the server breaks on is given up after so many tries, so that the rest can go on. */
const MOST_TRIES = 5;
/** What another person left in this browser and never came back for. */
const FORGOTTEN_MS = 30 * 24 * 3600 * 1000;

interface Caller {
  resolve: (outcome: Outcome) => void;
  explains: boolean;
}

type Told = { owner: string; ending?: Ending };

export class ActionQueue extends EventTarget {
  /** Ends when what an earlier page left is known. */
  readonly ready: Promise<void>;
  /** As the store has them; and those on their way into it. */
  #rows: Action[] = [];
  #fresh: Action[] = [];
  #stuck = false;
  #store: ActionStore = new MemoryStore();
  #writing: Promise<void>;
  #draining: Promise<void> | null = null;
  #again = false;
  #retryAfter = RETRY_FIRST_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #refusals: Ending[] = [];
  readonly #callers = new Map<string, Caller>();
  readonly #channel: BroadcastChannel | null;

  /** `me` is `<gallery>.<device>.<person, where proven>`, as the page says it. */
  constructor(
    readonly me: string,
    store: Promise<ActionStore> = openStore(),
  ) {
    super();
    this.#channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("provino-actions") : null;
    this.#channel?.addEventListener("message", (event) => this.#hear(event.data as Told));
    this.#writing = store.then((opened) => {
      this.#store = opened;
    });
    this.ready = this.#writing.then(() => this.#load({ sweep: true }));
    this.ready.then(() => {
      if (this.#rows.length) this.flush();
    });
    globalThis.addEventListener?.("online", () => this.flush());
    globalThis.document?.addEventListener("visibilitychange", () => !document.hidden && this.#stuck && this.flush());
  }

  /** All that has not reached the server yet, in order. */
  get pending(): readonly Action[] {
    return [...this.#rows, ...this.#fresh];
  }

  /** The same, while the network or the server keeps it back; else nothing. */
  get waiting(): readonly Action[] {
    return this.#stuck ? this.pending : [];
  }

  /** Counts as wished at once; ends when it is saved, refused, replaced or known to wait. */
  enqueue(wish: Wish, { explains = false, unneeded = false }: Manner = {}): Promise<Outcome> {
    const action: Action = {
      ...wish,
      seq: 0,
      key: newKey(),
      owner: this.me,
      at: Date.now(),
      tries: 0,
      sending: false,
    };
    const before = this.pending;
    const replaced = before.filter((row) => replaces(action, row));
    for (const row of replaced) this.#tell(row, { ...NOTHING, state: "replaced" });
    this.#rows = this.#rows.filter((row) => !replaced.includes(row));
    this.#fresh = this.#fresh.filter((row) => !replaced.includes(row));
    const falls = unneeded && takesBack(action, before);
    if (!falls) this.#fresh.push(action);
    this.#changed();
    const outcome = new Promise<Outcome>((resolve) => this.#callers.set(action.key, { resolve, explains }));
    this.#writing = this.#writing.then(() => this.#write(action, unneeded));
    if (falls) this.#tell(action, { ...NOTHING, state: "replaced" });
    this.flush();
    return outcome;
  }

  /** Sends what there is to send; ends when all is sent or nothing can be now. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#again = true;
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = null;
    });
    return this.#draining;
  }

  // ── the store ───────────────────────────────────────────────────────────────────────────────────────────────────

  async #write(action: Action, unneeded: boolean): Promise<void> {
    const { seq: _given, ...row } = action;
    try {
      await this.#store.add(row, unneeded); // the store knows better than we what other tabs have sent
    } catch {
      // The disk is full or storage was taken away: this tab goes on with what it has in memory.
      this.#store = new MemoryStore();
      for (const { seq: _old, ...kept } of this.pending) await this.#store.add(kept);
    }
    this.#channel?.postMessage({ owner: this.me } satisfies Told);
  }

  async #load({ sweep = false } = {}): Promise<void> {
    const rows = await this.#store.all();
    this.#rows = rows.filter(({ owner }) => isMine(owner, this.me));
    const stored = new Set(rows.map(({ key }) => key));
    this.#fresh = this.#fresh.filter(({ key }) => !stored.has(key));
    this.#changed();
    if (!sweep) return;
    const old = rows.filter(({ owner, at }) => !isMine(owner, this.me) && at < Date.now() - FORGOTTEN_MS);
    for (const { seq } of old) await this.#store.remove(seq);
  }

  /** Another tab has added, sent or been refused something. */
  async #hear({ owner, ending }: Told): Promise<void> {
    if (!isMine(owner, this.me)) return;
    if (ending) {
      this.#announce(ending);
      if (ending.state === "refused") explain([ending]);
    }
    await this.#load();
    if (this.#rows.length) this.flush();
    else this.#setStuck(false);
  }

  // ── sending ─────────────────────────────────────────────────────────────────────────────────────────────────────

  async #drain(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      await this.#writing;
      await alone(`provino-actions:${this.me.split(".", 2).join(".")}`, () => this.#sendAll());
      explain(this.#refusals.splice(0));
    }
  }

  async #sendAll(): Promise<void> {
    for (;;) {
      await this.#load();
      const [next] = this.#rows;
      if (!next) break;
      if (!(await this.#deliver(next))) return;
    }
    this.#setStuck(false);
  }

  /** False when nothing more can be sent now. */
  async #deliver(action: Action): Promise<boolean> {
    if (!isIdentified() && !navigator.onLine) return this.#wait();
    if (!(await identified())) return this.#abandon();
    const taken = await this.#store.mark(action.seq, true);
    if (!taken) return true; // a newer wish took its place
    this.#rows = this.#rows.map((row) => (row.key === taken.key ? taken : row));
    const slow = setTimeout(() => this.#setStuck(true), SLOW_MS);
    try {
      const answer = await this.#send(taken);
      await this.#end(taken, { ...NOTHING, state: "saved", answer });
      this.#retryAfter = RETRY_FIRST_MS;
      return true;
    } catch (error) {
      return this.#failed(taken, error);
    } finally {
      clearTimeout(slow);
    }
  }

  #send({ address, method, body, key, owner }: Action): Promise<Record<string, unknown>> {
    const visitor = owner.split(".").slice(1).join(".");
    return send(address, { method, body, key, visitor, keepalive: true, patience: PATIENCE_MS });
  }

  async #failed(action: Action, error: unknown): Promise<boolean> {
    if (error instanceof Unreachable && !(error.status === 500 && action.tries >= MOST_TRIES)) {
      await this.#store.mark(action.seq, false);
      return this.#wait();
    }
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    const { status } = error;
    const answer = error instanceof Refused ? error.answer : {};
    if (status === 401 && answer.identify) {
      await this.#store.mark(action.seq, false);
      return (await identify()) || this.#abandon();
    }
    const message = (error instanceof Refused && error.message) || say("not_saved");
    await this.#end(action, { state: "refused", answer, message, status });
    return true;
  }

  /** Whoever is asked who they are and does not say takes back what they did. */
  async #abandon(): Promise<boolean> {
    for (let [first] = this.#rows; first; [first] = this.#rows) {
      await this.#end(first, { ...NOTHING, state: "refused", status: 401 });
    }
    return false;
  }

  async #end(action: Action, outcome: Outcome): Promise<void> {
    await this.#store.remove(action.seq);
    this.#rows = this.#rows.filter(({ key }) => key !== action.key);
    const ending: Ending = { ...outcome, action };
    if (outcome.state === "refused" && !this.#callers.get(action.key)?.explains) this.#refusals.push(ending);
    this.#announce(ending);
    this.#tell(action, outcome);
    this.#changed();
    this.#channel?.postMessage({ owner: action.owner, ending } satisfies Told);
    if (outcome.state === "refused" && action.slot) await this.#endThoseNeeding(action.slot, outcome);
  }

  /** What was wished of something that is not made cannot be done either; why, was said of that. */
  async #endThoseNeeding(slot: string, outcome: Outcome): Promise<void> {
    await this.#writing;
    await this.#load();
    const those = this.#rows.filter(({ needs }) => needs === slot);
    for (const action of those) await this.#end(action, { ...outcome, message: "" });
  }

  #wait(): false {
    this.#setStuck(true);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), this.#retryAfter);
    this.#retryAfter = Math.min(this.#retryAfter * 2, RETRY_LAST_MS);
    return false;
  }

  // ── telling ─────────────────────────────────────────────────────────────────────────────────────────────────────

  #setStuck(stuck: boolean): void {
    if (stuck) for (const action of this.pending) this.#tell(action, { ...NOTHING, state: "waiting" });
    if (this.#stuck === stuck) return;
    this.#stuck = stuck;
    if (!stuck && this.pending.length + this.#refusals.length === 0) toast(say("waiting_saved"));
    this.#changed();
  }

  #tell(action: Action, outcome: Outcome): void {
    this.#callers.get(action.key)?.resolve(outcome);
    this.#callers.delete(action.key);
  }

  #announce(ending: Ending): void {
    this.dispatchEvent(new CustomEvent(ending.state, { detail: ending }));
  }

  #changed(): void {
    // Only while something waits: a page that always asks before it closes is not kept for Back by browsers.
    const listen = this.waiting.length ? globalThis.addEventListener : globalThis.removeEventListener;
    listen?.("beforeunload", warn);
    this.dispatchEvent(new CustomEvent("pending"));
  }
}

const NOTHING = { answer: {}, message: "", status: 0 };

function warn(event: Event): void {
  event.preventDefault();
}

/** What was done in this browser before somebody proved who they are is theirs; what another person did never is. */
export function isMine(owner: string, me: string): boolean {
  const [gallery, device, person] = owner.split(".");
  const [myGallery, myDevice, myself] = me.split(".");
  return gallery === myGallery && device === myDevice && (!person || person === myself);
}

/** One tab at a time. Where the browser has no locks, two tabs may send the same action: the server does it once. */
function alone(name: string, act: () => Promise<void>): Promise<void> {
  return navigator.locks ? navigator.locks.request(name, act) : act();
}

/** Says what was refused: once a reason, with the names of the photos. */
function explain(endings: readonly Ending[]): void {
  const named = new Map<string, string[]>();
  for (const { message, action } of endings) {
    if (!message) continue;
    const names = named.get(message) ?? [];
    if (action.name && !names.includes(action.name)) names.push(action.name);
    named.set(message, names);
  }
  for (const [why, names] of named) {
    const words = names.length ? say("refused_photo", { photo: names.join(", "), why }) : why;
    toast(words, { bad: true });
  }
}

let queue: ActionQueue | undefined;

/** The queue of whoever looks at this page. */
export function pageQueue(): ActionQueue {
  const me = document.querySelector<HTMLMetaElement>('meta[name="visitor"]')?.content;
  queue ??= new ActionQueue(me ?? "");
  return queue;
}

/** Does what the visitor wishes, now or when the network is back. */
export function enqueue(wish: Wish, manner: Manner = {}): Promise<Outcome> {
  return pageQueue().enqueue(wish, manner);
}
