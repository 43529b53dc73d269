/** Taking all photos at once: the page's form, sent by us so that without a network it says so and nothing is lost. */
import { say } from "./messages.ts";
import { Refused, send } from "./requests.ts";

/** `<form data-take-all>… <p data-error hidden></p> <button>…</button></form>`; the server answers `{"next"}`, where to go. */
export function takeAllInPlace(form: HTMLFormElement, go = (address: string) => location.assign(address)): void {
  const button = form.querySelector("button");
  const error = form.querySelector<HTMLElement>("[data-error]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button?.disabled) return;
    if (button) button.disabled = true;
    if (error) error.hidden = true;
    try {
      const { next } = await send<{ next: string }>(form.action, { method: "POST", body: new FormData(form) });
      go(next);
    } catch (refusal) {
      if (button) button.disabled = false;
      // Who it is, or why the gallery is shut, is a page of its own.
      if (refusal instanceof Refused && (refusal.answer.identify || !refusal.message)) return form.submit();
      if (!error) return;
      error.textContent = refusal instanceof Refused ? refusal.message : say("not_reached");
      error.hidden = false;
    }
  });
}
