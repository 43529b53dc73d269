/**
 * Asks once who is choosing. The page carries
 * `<dialog id="identify"><form action="/g/GID/identify" data-step="who">… email, name …
 *   <p class="bad" data-error hidden></p> <button>…</button> <button type="button" data-close>…</button>
 *   <button type="button" data-send-code>…</button></form>
 *   <form action="/g/GID/code" data-step="code" hidden>… code … <button type="button" data-back>…</button></form></dialog>`.
 * Forms are sent as forms; the server answers 2xx, or 4xx with {"message"}. Whoever chose here before proves the address by
 * the code of our mail: the document hears "proven" then (lib/proven.ts).
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

/** Whether the server knows who is choosing, as far as this page knows. */
export function isIdentified(): boolean {
  return known;
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
  const who = dialog?.querySelector<HTMLFormElement>("form[data-step=who]") ?? dialog?.querySelector("form");
  if (!dialog || !who) return Promise.resolve(false);
  const code = dialog.querySelector<HTMLFormElement>("form[data-step=code]");
  return new Promise((resolve) => {
    const leave = new AbortController();
    const { signal } = leave;
    const finish = (isKnown: boolean) => {
      leave.abort();
      dialog.close();
      if (isKnown) known = true;
      resolve(isKnown);
    };
    const on = (target: Element | null | undefined, kind: string, act: () => void) =>
      target?.addEventListener(
        kind,
        (event) => {
          if (kind !== "close") event.preventDefault();
          act();
        },
        { signal },
      );
    on(who, "submit", () => submit(who).then((taken) => taken && finish(true)));
    on(dialog, "close", () => finish(false));
    for (const button of dialog.querySelectorAll("[data-close]")) on(button, "click", () => finish(false));
    if (code) {
      on(who.querySelector("[data-send-code]"), "click", () => sendCode(who, code));
      on(code.querySelector("[data-back]"), "click", () => showStep(who, code));
      on(code, "submit", () =>
        submit(code).then((proven) => {
          if (!proven) return;
          finish(true);
          document.dispatchEvent(new Event("proven"));
        }),
      );
      showStep(who, code);
    }
    dialog.showModal();
  });
}

/** The typed address gets a code; nobody learns here whether anything was chosen with it. */
async function sendCode(who: HTMLFormElement, code: HTMLFormElement): Promise<void> {
  const email = who.querySelector<HTMLInputElement>("input[type=email]");
  if (!email?.reportValidity()) return;
  const body = new FormData();
  body.set("email", email.value);
  const answer = await post(who, code.action, body);
  if (!answer) return;
  code.querySelector("[data-sent]")?.replaceChildren(String(answer.sent ?? email.value));
  showStep(code, who);
  code.querySelector<HTMLInputElement>("input[name=code]")?.focus();
}

function showStep(shown: HTMLFormElement, other: HTMLFormElement): void {
  shown.hidden = false;
  other.hidden = true;
  const title = shown.querySelector("h2");
  if (title) shown.closest("dialog")?.setAttribute("aria-labelledby", title.id);
  for (const place of shown.querySelectorAll<HTMLElement>("[data-error]")) place.hidden = true;
}

function submit(form: HTMLFormElement): Promise<Record<string, unknown> | null> {
  return post(form, form.action, new FormData(form));
}

/** The answer; null after a refusal, which stands in the form then. */
async function post(form: HTMLFormElement, address: string, body: FormData): Promise<Record<string, unknown> | null> {
  const buttons = form.querySelectorAll<HTMLButtonElement>("button:not([data-close])");
  for (const button of buttons) button.disabled = true;
  try {
    return await send(address, { method: "POST", body });
  } catch (error) {
    showError(form, (error instanceof Refused && error.message) || say("not_reached"));
    return null;
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

function showError(form: HTMLFormElement, words: string): void {
  const place = form.querySelector<HTMLElement>("[data-error]");
  if (!place) return;
  place.textContent = words;
  place.hidden = false;
  form.querySelector<HTMLInputElement>("input[type=email], input[name=code]")?.focus();
}
