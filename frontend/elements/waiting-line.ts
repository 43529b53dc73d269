/**
 * <waiting-line></waiting-line>
 *
 * One a page, put there by portal.ts. "3 choices wait for the network": said while something waits, gone when it is saved.
 */
import { pageQueue } from "../lib/actions.ts";
import { icon, make } from "../lib/element.ts";
import { say } from "../lib/messages.ts";

export class WaitingLine extends HTMLElement {
  readonly #leave = new AbortController();
  readonly #words = make("span");

  connectedCallback(): void {
    const queue = pageQueue();
    this.className = "waiting";
    this.setAttribute("role", "status");
    this.append(icon("cloud-off"), this.#words);
    this.hidden = true;
    const draw = () => this.#draw();
    queue.addEventListener("pending", draw, { signal: this.#leave.signal });
    draw();
  }

  disconnectedCallback(): void {
    this.#leave.abort();
  }

  #draw(): void {
    const { waiting } = pageQueue();
    const key = waiting.every(({ kind }) => kind === "favourite") ? "waiting_choices" : "waiting_changes";
    const words = waiting.length ? say(key, { n: waiting.length }) : "";
    if (this.#words.textContent === words) return;
    this.#words.textContent = words;
    this.hidden = !words;
    this.#raise();
  }

  /** Above full screen too: a popover opened last lies on top. */
  #raise(): void {
    if (!this.showPopover) return;
    this.popover = "manual";
    if (this.matches(":popover-open")) this.hidePopover();
    if (!this.hidden) this.showPopover();
  }
}

customElements.define("waiting-line", WaitingLine);
