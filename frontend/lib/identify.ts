/**
 * Asks once who is choosing. The page carries
 * `<dialog id="identify" class="dlg dlg--small"><form action="/g/GID/identify" method="post">… email, name …
 *   <p class="bad" data-error hidden></p> <button>…</button> <button type="button" data-close>…</button></form></dialog>`.
 * The form is sent as a form; the server answers 2xx, or 4xx with {"message"}.
 */
import { say } from "./messages.ts";
import { Refused, send } from "./requests.ts";

let asking: Promise<boolean> | null = null;
/** As the page says it; where it says nothing, only a refusal of the server makes us ask. */
let known = true;

/** What the page knows when it comes: whether the server has been told who is choosing. */
export function setIdentified(identified: boolean): void {
  known = identified;
}

/** True at once where the visitor is known; else they are asked first, and nothing is sent in vain. */
export function identified(): Promise<boolean> {
  return known ? Promise.resolve(true) : identify();
}

/** Asks. True once the visitor is known; false when they closed the dialog. Several callers share one dialog. */
export function identify(): Promise<boolean> {
  asking ??= ask().finally(() => {
    asking = null;
  });
  return asking;
}

function ask(): Promise<boolean> {
  const dialog = document.querySelector<HTMLDialogElement>("dialog#identify");
  const form = dialog?.querySelector("form");
  if (!dialog || !form) return Promise.resolve(false);
  return new Promise((resolve) => {
    const leave = new AbortController();
    const { signal } = leave;
    const finish = (isKnown: boolean) => {
      leave.abort();
      dialog.close();
      if (isKnown) known = true;
      resolve(isKnown);
    };
    form.addEventListener(
      "submit",
      (event) => {
        event.preventDefault();
        submit(form).then((taken) => taken && finish(true));
      },
      { signal },
    );
    dialog.addEventListener("close", () => finish(false), { signal });
    dialog.querySelector("[data-close]")?.addEventListener("click", () => finish(false), { signal });
    dialog.showModal();
  });
}

async function submit(form: HTMLFormElement): Promise<boolean> {
  const button = form.querySelector<HTMLButtonElement>("button:not([type=button])");
  if (button) button.disabled = true;
  try {
    await send(form.action, { method: "POST", body: new FormData(form) });
    return true;
  } catch (error) {
    showError(form, (error instanceof Refused && error.message) || say("not_reached"));
    return false;
  } finally {
    if (button) button.disabled = false;
  }
}

function showError(form: HTMLFormElement, words: string): void {
  const place = form.querySelector<HTMLElement>("[data-error]");
  if (!place) return;
  place.textContent = words;
  place.hidden = false;
  form.querySelector<HTMLInputElement>("input[type=email]")?.focus();
}
