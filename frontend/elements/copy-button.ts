/**
 * <copy-button data-text="https://…"><button class="btn btn-line" type="button">Copy link</button></copy-button>
 * <copy-button data-from="#names"><button …>Copy 40 names</button></copy-button>
 *
 * Copies the text, or the value or text of the element named; the button says "Copied" for two seconds.
 */
import { make } from "../lib/element.ts";
import { say } from "../lib/messages.ts";
import { toast } from "../lib/toasts.ts";

const SAID_MS = 2_000;

export class CopyButton extends HTMLElement {
  #timer: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      const button = (event.target as Element).closest("button");
      if (button) this.#copy(button);
    });
  }

  async #copy(button: HTMLButtonElement): Promise<void> {
    const text = this.text;
    if (!(await write(text))) return toast(say("copy_failed"), { bad: true });
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    else button.dataset.words = button.innerHTML;
    button.replaceChildren(make("span", { role: "status" }, say("copied")));
    this.#timer = setTimeout(() => {
      button.innerHTML = button.dataset.words ?? "";
      this.#timer = undefined;
    }, SAID_MS);
  }

  get text(): string {
    const { text, from } = this.dataset;
    if (text !== undefined) return text;
    const source = document.querySelector(from ?? "");
    return source instanceof HTMLTextAreaElement || source instanceof HTMLInputElement
      ? source.value
      : (source?.textContent ?? "").trim();
  }
}

/** Also on plain http, where browsers keep the clipboard from scripts: by way of a selection. */
async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = make("textarea", { class: "sr-only", readonly: true });
    area.value = text;
    (document.querySelector("dialog[open]") ?? document.body).append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

customElements.define("copy-button", CopyButton);
