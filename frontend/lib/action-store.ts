/**
 * Where actions wait that have not reached the server: in IndexedDB, so that they outlive the tab and all tabs of this
 * browser see the same; where the browser keeps nothing (private windows, storage forbidden), in memory.
 */

/** What somebody wants, as the server is told. */
export interface Wish {
  /** "favourite", "note", "comment", …: who listens for the answer tells its own by it. */
  kind: string;
  method: "POST" | "PUT" | "PATCH" | "DELETE";
  address: string;
  body?: unknown;
  /** The photo it is about, and what that is called aloud; both for showing what waits and what was refused. */
  photo?: string;
  name?: string;
  /** Of one slot only the newest wish counts while it waits; without one each stands for itself. */
  slot?: string;
  /** The slot of the wish that makes what this one is about: refused, that takes this one with it. */
  needs?: string;
  /** What the sender's kind needs to show the wish again after a reload. Plain data. */
  state?: unknown;
}

/** A wish of somebody, with the key by which the server knows it again. */
export interface Action extends Wish {
  /** Place in the order of wishing; given by the store. */
  seq: number;
  key: string;
  /** Whose wish it is: see Owner in actions.ts. */
  owner: string;
  /** When it was wished, milliseconds since 1970. */
  at: number;
  /** How often it was sent; from the first time on it may have arrived, so it is not silently replaced while under way. */
  tries: number;
  /** It is under way in some tab, or that tab died with it: only its own sender removes it. */
  sending: boolean;
}

export interface ActionStore {
  /** All actions of all people, in order. */
  all(): Promise<Action[]>;
  /**
   * Adds an action at the end; waiting ones of the same owner and slot that are not under way make room. One that is
   * `unneeded` is not added where it only takes back what was never sent. Returns whether it was added.
   */
  add(action: Omit<Action, "seq">, unneeded?: boolean): Promise<boolean>;
  /** Marks an action as under way or not; null where another tab removed it meanwhile. */
  mark(seq: number, sending: boolean): Promise<Action | null>;
  remove(seq: number): Promise<void>;
}

const NAME = "provino";
const ROWS = "actions";

/** IndexedDB where it works, else memory. */
export async function openStore(): Promise<ActionStore> {
  try {
    return new DatabaseStore(await openDatabase());
  } catch {
    return new MemoryStore();
  }
}

export class MemoryStore implements ActionStore {
  #rows: Action[] = [];
  #last = 0;

  async all(): Promise<Action[]> {
    return this.#rows.map((row) => ({ ...row }));
  }

  async add(action: Omit<Action, "seq">, unneeded = false): Promise<boolean> {
    const falls = unneeded && takesBack(action, this.#rows);
    this.#rows = this.#rows.filter((row) => !replaces(action, row));
    this.#last += 1;
    if (!falls) this.#rows.push({ ...action, seq: this.#last });
    return !falls;
  }

  async mark(seq: number, sending: boolean): Promise<Action | null> {
    const row = this.#rows.find((one) => one.seq === seq);
    return row ? { ...marked(row, sending) } : null;
  }

  async remove(seq: number): Promise<void> {
    this.#rows = this.#rows.filter((row) => row.seq !== seq);
  }
}

class DatabaseStore implements ActionStore {
  constructor(private readonly database: IDBDatabase) {}

  all(): Promise<Action[]> {
    return this.#run("readonly", (rows) => rows.getAll());
  }

  async add(action: Omit<Action, "seq">, unneeded = false): Promise<boolean> {
    let falls = false;
    await this.#run("readwrite", (rows) => {
      const standing = rows.getAll();
      standing.onsuccess = () => {
        const all: Action[] = standing.result;
        falls = unneeded && takesBack(action, all);
        for (const row of all) if (replaces(action, row)) rows.delete(row.seq);
        if (!falls) rows.add(action);
      };
      return standing;
    });
    return !falls;
  }

  mark(seq: number, sending: boolean): Promise<Action | null> {
    return this.#run<Action | undefined>("readwrite", (rows) => {
      const found = rows.get(seq);
      found.onsuccess = () => {
        if (found.result) rows.put(marked(found.result, sending));
      };
      return found;
    }).then((row) => row ?? null);
  }

  async remove(seq: number): Promise<void> {
    await this.#run("readwrite", (rows) => rows.delete(seq));
  }

  /** Ends when it is written, not when it is asked: what is shown as kept is kept. */
  #run<Result>(mode: IDBTransactionMode, ask: (rows: IDBObjectStore) => IDBRequest): Promise<Result> {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction(ROWS, mode);
      const request = ask(transaction.objectStore(ROWS));
      transaction.oncomplete = () => resolve(request.result as Result);
      transaction.onabort = () => reject(transaction.error);
    });
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(ROWS, { keyPath: "seq", autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

/** Whether the newer wish makes this one pointless. */
export function replaces(newer: Pick<Action, "owner" | "slot">, row: Action): boolean {
  return Boolean(newer.slot) && row.slot === newer.slot && row.owner === newer.owner && !row.sending;
}

/** Whether all the wish does is to take back wishes of its slot that were never sent. */
export function takesBack(newer: Pick<Action, "owner" | "slot">, rows: readonly Action[]): boolean {
  const same = rows.filter(({ owner, slot }) => slot && slot === newer.slot && owner === newer.owner);
  return same.length > 0 && same.every(({ sending, tries }) => !sending && tries === 0);
}

function marked(row: Action, sending: boolean): Action {
  row.sending = sending;
  if (sending) row.tries += 1;
  return row;
}
