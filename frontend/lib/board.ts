/**
 * The photos tab's data and actions. `<script type="application/json" id="board-data">` holds BoardData; an action is a
 * POST of {"action", "photos": [ids], …} that answers {"photos": [changed rows]}. Changes show at once; a refusal takes
 * them back with words; what can be undone offers its inverse.
 */
import { say } from "./messages.ts";
import { Refused, send } from "./requests.ts";
import { toast } from "./toasts.ts";

export interface Fingerprints {
  grid: string;
  grid2: string;
  view: string;
}

export interface BoardPhoto {
  id: string;
  w: number;
  h: number;
  placeholder: string;
  /** Which of two photos comes first when they are in the same section. */
  rank: number;
  /** Id of its section, or null. */
  section: string | null;
  name: string;
  hidden: boolean;
  /** By the client. */
  hidden_from_guests: boolean;
  state: "pending" | "ready" | "failed";
  /** Why it failed, in words. */
  reason: string;
  /** Name of the photo with the same content, or null. */
  duplicate_of: string | null;
  /** Its own where they are not the usual ones: it waits to be rendered again. */
  fingerprints?: Partial<Fingerprints>;
}

export interface BoardData {
  media: string;
  fingerprints: Fingerprints;
  sections: { id: string; name: string }[];
  photos: BoardPhoto[];
  cover: string | null;
  /** The spot of the cover that stays in view: percent from the left and the top. */
  focal: [number, number];
}

export type Action =
  | { action: "hide" | "show" | "delete" | "restore" | "retry"; photos: string[] }
  | { action: "move"; photos: string[]; section: string | null }
  | { action: "reorder"; photos: string[]; beside: string; after: boolean }
  | { action: "cover"; photos: string[]; x: number; y: number };

/** The address of one of a photo's pictures. */
export function addressOf(data: BoardData, { id, fingerprints }: BoardPhoto, rendition: keyof Fingerprints): string {
  const fingerprint = fingerprints?.[rendition] ?? data.fingerprints[rendition];
  return `${data.media}${id}/${fingerprint}.${rendition === "view" ? "jpg" : "webp"}`;
}

/** Event "change" whenever something looks different. */
export class Board extends EventTarget {
  photos: BoardPhoto[];
  cover: string | null;
  readonly selected = new Set<string>();

  constructor(
    readonly data: BoardData,
    private readonly address: string,
  ) {
    super();
    this.photos = data.photos;
    this.cover = data.cover;
  }

  photo(id: string): BoardPhoto | undefined {
    return this.photos.find((photo) => photo.id === id);
  }

  /** The chosen ones in the order they stand. */
  get chosen(): BoardPhoto[] {
    return this.photos.filter((photo) => this.selected.has(photo.id));
  }

  select(ids: Iterable<string>, { add = false } = {}): void {
    if (!add) this.selected.clear();
    for (const id of ids) this.selected.add(id);
    this.#changed();
  }

  toggle(id: string): void {
    if (!this.selected.delete(id)) this.selected.add(id);
    this.#changed();
  }

  hide(photos = this.chosen, hidden = true): Promise<boolean> {
    const touched = ids(photos.filter((photo) => photo.hidden !== hidden));
    const done = say(hidden ? "board_hidden_done" : "board_shown_done", { n: touched.length });
    return this.#act({ action: hidden ? "hide" : "show", photos: touched }, done, [
      { action: hidden ? "show" : "hide", photos: touched },
    ]);
  }

  delete(photos = this.chosen): Promise<boolean> {
    const touched = ids(photos);
    const done = say("board_deleted", { n: touched.length });
    return this.#act({ action: "delete", photos: touched }, done, [{ action: "restore", photos: touched }]);
  }

  move(section: string | null, photos = this.chosen): Promise<boolean> {
    const back = new Map<string | null, string[]>();
    for (const photo of photos) back.set(photo.section, [...(back.get(photo.section) ?? []), photo.id]);
    const inverse = [...back].map(([from, moved]): Action => ({ action: "move", photos: moved, section: from }));
    return this.#act(
      { action: "move", photos: ids(photos), section },
      say("board_moved", { n: photos.length }),
      inverse,
    );
  }

  /** Puts photos before or after another one, into its section. */
  reorder(beside: string, after: boolean, photos = this.chosen): Promise<boolean> {
    const moved = ids(photos).filter((id) => id !== beside);
    if (moved.length === 0) return Promise.resolve(false);
    return this.#act({ action: "reorder", photos: moved, beside, after }, say("board_ordered"), this.#placesOf(moved));
  }

  async setCover(id: string, x: number, y: number): Promise<boolean> {
    const saved = await this.#act({ action: "cover", photos: [id], x, y }, say("board_cover_done"), []);
    if (saved) this.data.focal = [Math.round(x * 100), Math.round(y * 100)];
    return saved;
  }

  retry(photos = this.chosen): Promise<boolean> {
    const failed = ids(photos.filter((photo) => photo.state === "failed"));
    return this.#act({ action: "retry", photos: failed }, "", []);
  }

  async #act(action: Action, done: string, inverse: Action[]): Promise<boolean> {
    if (action.photos.length === 0) return false;
    const before = { photos: this.photos, cover: this.cover };
    this.#show(action);
    try {
      await this.#send(action);
    } catch (error) {
      Object.assign(this, before);
      this.#changed();
      toast((error instanceof Refused && error.message) || say("board_action_failed"), { bad: true });
      return false;
    }
    if (done) toast(done, inverse.length ? { undo: () => this.#undo(action, inverse, before.photos) } : {});
    return true;
  }

  async #undo(action: Action, inverse: Action[], photos: BoardPhoto[]): Promise<void> {
    const before = this.photos;
    const back = takenBack(before, photos, action);
    this.photos = action.action === "reorder" ? ranked(back) : this.#sorted(back);
    this.#changed();
    try {
      for (const action of inverse) await this.#send(action);
    } catch (error) {
      this.photos = before;
      this.#changed();
      toast((error instanceof Refused && error.message) || say("not_reached"), { bad: true });
    }
  }

  async #send(action: Action): Promise<void> {
    const answer = await send<{ photos?: BoardPhoto[] }>(this.address, { method: "POST", body: action });
    const changed = new Map((answer.photos ?? []).map((photo) => [photo.id, photo]));
    this.photos = this.photos.map((photo) => changed.get(photo.id) ?? photo);
    this.#changed();
  }

  /** Shows what the server will say, before it does. */
  #show(action: Action): void {
    const touched = new Set(action.photos);
    if (action.action === "reorder") this.photos = ranked(reordered(this.photos, action));
    else if (action.action === "delete") this.photos = this.photos.filter((photo) => !touched.has(photo.id));
    else if (action.action === "cover") this.cover = action.photos[0] ?? null;
    else this.photos = this.photos.map((photo) => (touched.has(photo.id) ? { ...photo, ...looksOf(action) } : photo));
    if (action.action === "move") this.photos = this.#sorted(this.photos);
    if (action.action === "delete") for (const id of touched) this.selected.delete(id);
    this.#changed();
  }

  /**
   * How to put photos back where they stand. Those that stood side by side go back together, beside the photo of their
   * section that stayed; where none stayed the section takes them back in their order.
   */
  #placesOf(moved: string[]): Action[] {
    const moving = new Set(moved);
    return [null, ...this.data.sections.map(({ id }) => id)].flatMap((section): Action[] => {
      const stood = this.photos.filter((photo) => photo.section === section);
      if (!stood.some(({ id }) => moving.has(id))) return [];
      if (stood.every(({ id }) => moving.has(id))) return [{ action: "move", photos: ids(stood), section }];
      return runsOf(stood, moving).map(({ run, before, after }) => ({
        action: "reorder",
        photos: run,
        beside: before ?? after ?? "",
        after: before !== undefined,
      }));
    });
  }

  /** By section, and in it as the gallery is ordered: where the server puts a photo that changes its section. */
  #sorted(photos: BoardPhoto[]): BoardPhoto[] {
    const places = new Map<string | null, number>(this.data.sections.map(({ id }, at) => [id, at]));
    const place = (photo: BoardPhoto) => places.get(photo.section) ?? -1;
    return photos.toSorted((one, other) => place(one) - place(other) || one.rank - other.rank);
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}

/** Ordered by hand: the order they stand in is their rank. */
function ranked(photos: BoardPhoto[]): BoardPhoto[] {
  return photos.map((photo, rank) => ({ ...photo, rank }));
}

function ids(photos: BoardPhoto[]): string[] {
  return photos.map((photo) => photo.id);
}

function looksOf(action: Action): Partial<BoardPhoto> {
  if (action.action === "hide" || action.action === "show") return { hidden: action.action === "hide" };
  if (action.action === "move") return { section: action.section };
  if (action.action === "retry") return { state: "pending", reason: "" };
  return {};
}

/** The present list with the touched photos as they were; other changes made meanwhile stay. */
function takenBack(present: BoardPhoto[], before: BoardPhoto[], action: Action): BoardPhoto[] {
  const touched = new Set(action.photos);
  const was = new Map(before.map((photo) => [photo.id, photo]));
  const now = new Map(present.map((photo) => [photo.id, photo]));
  if (action.action !== "delete" && action.action !== "reorder") {
    return present.map((photo) => (touched.has(photo.id) ? (was.get(photo.id) ?? photo) : photo));
  }
  return before.flatMap((photo) => (touched.has(photo.id) ? photo : (now.get(photo.id) ?? [])));
}

interface Run {
  run: string[];
  before: string | undefined;
  after: string | undefined;
}

/** The moved ones of a section as they stood side by side, each with the neighbours that stay. */
function runsOf(stood: BoardPhoto[], moving: Set<string>): Run[] {
  const runs: Run[] = [];
  let run: string[] = [];
  let before: string | undefined;
  for (const { id } of stood) {
    if (moving.has(id)) {
      run.push(id);
      continue;
    }
    if (run.length) runs.push({ run, before, after: id });
    run = [];
    before = id;
  }
  return run.length ? [...runs, { run, before, after: undefined }] : runs;
}

/** The list with photos put beside another one and into its section. */
export function reordered(
  photos: BoardPhoto[],
  { photos: moved, beside, after }: { photos: string[]; beside: string; after: boolean },
): BoardPhoto[] {
  const moving = new Set(moved);
  const target = photos.find((photo) => photo.id === beside);
  if (!target) return photos;
  const taken = photos.filter((photo) => moving.has(photo.id)).map((photo) => ({ ...photo, section: target.section }));
  const rest = photos.filter((photo) => !moving.has(photo.id));
  const at = rest.indexOf(target) + (after ? 1 : 0);
  return [...rest.slice(0, at), ...taken, ...rest.slice(at)];
}
