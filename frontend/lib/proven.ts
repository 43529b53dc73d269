/** Whoever proved who they are finds what they chose elsewhere: the page comes anew, and nothing unsaved is lost by that. */
import type { ActionQueue } from "./actions.ts";
import { say } from "./messages.ts";
import { toast } from "./toasts.ts";

/** Hears "proven" of the document; what this browser still has to send goes first. */
export function renewWhenProven(queue: () => ActionQueue, reload = () => location.reload()): void {
  document.addEventListener("proven", async () => {
    await queue().flush();
    if (isTyping()) toast(say("proven_reload"));
    else reload();
  });
}

/** Words that stand in a field and nowhere else yet are not taken away. */
function isTyping(): boolean {
  return [...document.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);
}
