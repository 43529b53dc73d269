/**
 * <search-box><form role="search" action="/search"><input type="search" name="q">…</form></search-box>
 *
 * Search from anywhere: `/` focuses the field; while typing, a list beneath it shows what the server finds
 * (GET action?q=…, asked with HX-Request: true, answers an HTML list of links); ↓ ↑ go through it, Enter opens the chosen one or,
 * in the field, the page of all that is found; Esc closes. Without script the form is a form.
 */
import { make } from "../lib/element.ts";

const ASK_AFTER_MS = 180;

export class SearchBox extends HTMLElement {
  #asking: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #leave = new AbortController();
  readonly #results = make("div", {
    class: "menu-float search-results",
    role: "region",
    "aria-live": "polite",
    hidden: true,
  });

  connectedCallback(): void {
    const form = this.querySelector("form");
    const input = this.querySelector<HTMLInputElement>('input[type="search"]');
    if (!form || !input || this.#results.isConnected) return;
    this.append(this.#results);
    const { signal } = this.#leave;
    input.addEventListener("input", () => this.#ask(form.action, input.value.trim()), { signal });
    input.addEventListener("focus", () => this.#results.childElementCount && this.#show(true), { signal });
    this.addEventListener("keydown", (event) => this.#key(event, input), { signal });
    this.addEventListener("focusout", (event) => this.contains(event.relatedTarget as Node) || this.#show(false), {
      signal,
    });
    document.addEventListener("keydown", (event) => this.#slash(event, input), { signal });
  }

  disconnectedCallback(): void {
    this.#leave.abort();
  }

  #slash(event: KeyboardEvent, input: HTMLInputElement): void {
    const writing = (event.target as Element).closest("input, textarea, select, [contenteditable], dialog[open]");
    if (event.key !== "/" || writing || event.ctrlKey || event.metaKey || event.altKey || !input.checkVisibility())
      return;
    event.preventDefault();
    input.focus();
    input.select();
  }

  #key(event: KeyboardEvent, input: HTMLInputElement): void {
    const links = [...this.#results.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    if (event.key === "ArrowDown") links[Math.min(at + 1, links.length - 1)]?.focus();
    else if (event.key === "ArrowUp") (at > 0 ? links[at - 1] : input)?.focus();
    else if (event.key === "Escape" && !this.#results.hidden) this.#close(input);
    else return;
    event.preventDefault();
  }

  #close(input: HTMLInputElement): void {
    this.#show(false);
    input.focus();
    this.#show(false);
  }

  #ask(address: string, words: string): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    if (!words) {
      this.#show(false);
      this.#results.replaceChildren();
      return;
    }
    this.#timer = setTimeout(() => this.#fetch(address, words), ASK_AFTER_MS);
  }

  async #fetch(address: string, words: string): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    const url = new URL(address);
    url.searchParams.set("q", words);
    try {
      const response = await fetch(url, { signal: asking.signal, headers: { "HX-Request": "true" } });
      if (!response.ok) return;
      const found = new DOMParser().parseFromString(await response.text(), "text/html");
      this.#results.replaceChildren(...found.body.childNodes);
      this.#show(true);
    } catch {
      // A newer question took its place, or the network is away: the field still works as a form.
    }
  }

  #show(open: boolean): void {
    this.#results.hidden = !open;
  }
}

customElements.define("search-box", SearchBox);
