/**
 * <toast-list></toast-list>
 *
 * One a page, before </body>. Shows what scripts say (lib/toasts.ts) for some seconds, with Undo where there is one;
 * stays while the pointer or the focus is on it. Words the server sends after a redirect are its first children:
 * <toast-list><p>Saved.</p><p data-bad>…</p></toast-list>.
 */
import { icon, make } from "../lib/element.ts";
import { say } from "../lib/messages.ts";
import { openDialog, type Toast } from "../lib/toasts.ts";

const SHOWN_MS = 6_000;
const SHOWN_WITH_UNDO_MS = 12_000;

export class ToastList extends HTMLElement {
  readonly #leave = new AbortController();
  readonly #bar = new ResizeObserver(([entry]) => {
    document.documentElement.style.setProperty("--bar", `${entry?.borderBoxSize[0]?.blockSize ?? 0}px`);
  });

  connectedCallback(): void {
    const said = [...this.children].map((child) => ({
      words: child.textContent?.trim() ?? "",
      bad: child.hasAttribute("data-bad"),
    }));
    this.replaceChildren();
    this.classList.add("toasts");
    this.setAttribute("role", "status");
    document.addEventListener("toast", (event) => this.show((event as CustomEvent<Toast>).detail), {
      signal: this.#leave.signal,
    });
    const bar = document.querySelector<HTMLElement>(".pbot"); // as high as its words are long, and they change
    if (bar) this.#bar.observe(bar, { box: "border-box" });
    for (const toast of said) this.show(toast);
  }

  disconnectedCallback(): void {
    this.#bar.disconnect();
    this.#leave.abort();
  }

  show({ words, bad = false, undo }: Toast): void {
    const item = make("div", { class: bad ? "toast toast--bad" : "toast", role: bad && "alert" });
    let before: Element | null = null;
    item.addEventListener("focusin", ({ relatedTarget }) => {
      if (relatedTarget instanceof Element && !relatedTarget.closest(".toasts")) before = relatedTarget;
    });
    const remove = () => take(item, before);
    const close = make("button", { class: "toast__close", type: "button", "aria-label": say("close") }, icon("x"));
    close.addEventListener("click", remove);
    item.append(bad ? icon("circle-alert") : "", make("p", {}, words));
    if (undo) {
      const button = make("button", { class: "toast__undo", type: "button" }, say("undo"));
      button.addEventListener("click", () => {
        remove();
        undo();
      });
      item.append(button);
    }
    item.append(close);
    const host = this.#host();
    host.append(item);
    raise(host);
    if (!bad) this.#removeAfter(item, undo ? SHOWN_WITH_UNDO_MS : SHOWN_MS);
  }

  /** An open dialog makes everything beside it inert: its words, and their Undo, belong into it until it closes. */
  #host(): HTMLElement {
    const dialog = openDialog();
    if (!dialog) return this;
    const there = dialog.querySelector<HTMLElement>(":scope > .toasts");
    if (there) return there;
    const host = make("div", { class: "toasts", role: "status" });
    dialog.append(host);
    const back = () => {
      this.append(...host.children);
      host.remove();
      if (this.childElementCount) raise(this);
    };
    dialog.addEventListener("close", back, { once: true });
    return host;
  }

  #removeAfter(item: HTMLElement, milliseconds: number): void {
    const wait = () => {
      if (item.matches(":hover, :focus-within")) setTimeout(wait, 1_000);
      else item.remove();
    };
    setTimeout(wait, milliseconds);
  }
}

/** Takes the words away; the focus goes back to where it came from, or into the dialog they stood in. */
function take(item: HTMLElement, before: Element | null): void {
  const had = item.contains(document.activeElement);
  const dialog = item.closest("dialog");
  item.remove();
  const to = before?.isConnected ? before : dialog;
  if (had && to instanceof HTMLElement) to.focus({ preventScroll: true });
}

/** Above everything else: a popover opened last lies on top. */
function raise(host: HTMLElement): void {
  if (!host.showPopover) return;
  const focused = host.contains(document.activeElement) ? document.activeElement : null;
  host.popover = "manual";
  if (host.matches(":popover-open")) host.hidePopover();
  host.showPopover();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
}

customElements.define("toast-list", ToastList);
