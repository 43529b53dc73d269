/** Which photos the grid shows: all, the chosen ones, those not chosen, those of another list, and of these those whose file name has the words. */
import { make } from "./element.ts";
import type { Gallery, Photo } from "./gallery.ts";
import { say } from "./messages.ts";

/** `list-ID`: another of one's lists than the one hearts go into. */
export type Show = "all" | "mine" | "not-yet" | `list-${string}`;

export class GridFilter {
  readonly element = make("nav", { class: "pick text-table", "aria-label": say("show"), hidden: true });
  #show: Show = "all";
  #words = "";
  readonly #links = new Map<Show, HTMLElement>();

  constructor(
    private readonly gallery: Gallery,
    private readonly changed: () => void,
  ) {
    const asked = new URLSearchParams(location.search);
    if (gallery.canChoose) this.#show = this.#shows().find(([show]) => show === asked.get("show"))?.[0] ?? "all";
    if (gallery.canFind) this.#words = asked.get("find") ?? "";
    this.element.hidden = !gallery.canChoose;
    this.draw();
  }

  get show(): Show {
    return this.#show;
  }

  get words(): string {
    return this.#words;
  }

  /** Whether every photo passes, known or not. */
  get passesAll(): boolean {
    return this.#show === "all" && !this.#words;
  }

  /** Looks for file names with these words in them from now on. */
  find(words: string): void {
    if (words === this.#words) return;
    this.#words = words;
    this.#write();
  }

  /** Those of the photos that are shown; what is not known yet is not among them, unless all are. */
  of(photos: readonly Photo[]): readonly Photo[] {
    if (this.passesAll) return photos;
    const words = plain(this.#words);
    const { favourites, choice } = this.gallery;
    return photos.filter(({ id, name, loaded }) => {
      if (!loaded || (words && !plain(name ?? "").includes(words))) return false;
      if (this.#show.startsWith("list-")) return choice?.isIn(this.#show.slice(5), id) ?? false;
      return this.#show === "all" || favourites.has(id) === (this.#show === "mine");
    });
  }

  /** Brings the numbers up to date; keeps the focus. */
  draw(): void {
    const total = this.gallery.photos.length;
    const mine = this.gallery.favourites.count;
    const counts: Record<string, number> = { all: total, mine, "not-yet": Math.max(0, total - mine) };
    const { choice } = this.gallery;
    for (const { id } of choice?.lists.all ?? []) counts[`list-${id}`] = choice?.lists.photosOf(id)?.length ?? 0;
    const shows = this.#shows();
    if (!shows.some(([show]) => show === this.#show)) {
      this.#leaveList();
      return;
    }
    this.#putLinks(shows);
    for (const [show] of shows) {
      const link = this.#links.get(show) as HTMLElement;
      link.toggleAttribute("aria-current", show === this.#show);
      if (show === this.#show) link.setAttribute("aria-current", "true");
      link.querySelector(".num")?.replaceChildren(say("number", { n: counts[show] ?? 0 }));
    }
  }

  /** The list that was shown is not there: it was made without a network, and refused. */
  #leaveList(): void {
    this.#show = "all";
    this.#write();
  }

  /** New lists come, refused ones go; links that stay keep the focus. */
  #putLinks(shows: [Show, string][]): void {
    const kept = new Set<Show>(shows.map(([show]) => show));
    for (const [show, link] of this.#links) {
      if (kept.has(show)) continue;
      link.remove();
      this.#links.delete(show);
    }
    for (const [show, words] of shows) {
      if (this.#links.has(show)) continue;
      const link = this.#link(show, words);
      this.#links.set(show, link);
      this.element.append(link);
    }
  }

  /** All, mine and not yet; and one's other lists. */
  #shows(): [Show, string][] {
    const { choice } = this.gallery;
    const others = choice?.lists.all.filter(({ id }) => id !== choice.data.list && choice.lists.photosOf(id)) ?? [];
    return [
      ["all", say("show_all")],
      ["mine", say("show_mine")],
      ["not-yet", say("show_not_yet")],
      ...others.map(({ id, name }): [Show, string] => [`list-${id}`, name]),
    ];
  }

  #link(show: Show, words: string): HTMLElement {
    const href = show === "all" ? location.pathname : `?show=${show}`;
    const link = make("a", { href }, words, " ", make("span", { class: "num" }));
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      this.#show = show;
      this.#write();
    });
    return link;
  }

  /** Into the address, so that it can be copied and loaded again. */
  #write(): void {
    const address = new URL(location.href);
    const values = { show: this.#show === "all" ? "" : this.#show, find: this.#words };
    for (const [name, value] of Object.entries(values)) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    history.replaceState(history.state, "", address);
    this.draw();
    this.changed();
  }
}

/** As people compare names: without case, and however accents were written. */
function plain(text: string): string {
  return text.normalize("NFC").toLowerCase().trim();
}
