/** htmx as our Content-Security-Policy allows it: nothing evaluated, no style added, the CSRF token from the page. */
import htmx from "htmx.org";
import { say } from "./messages.ts";
import { csrfToken } from "./requests.ts";
import { toast } from "./toasts.ts";

htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0;

document.addEventListener("htmx:configRequest", (event) => {
  const { verb, headers } = (event as CustomEvent<{ verb: string; headers: Record<string, string> }>).detail;
  if (verb !== "get") headers["X-CSRFToken"] = csrfToken();
});

// Forms answer 422 with themselves and what is wrong: shown like any other answer.
document.addEventListener("htmx:beforeSwap", (event) => {
  const detail = (event as CustomEvent<{ xhr: XMLHttpRequest; shouldSwap: boolean; isError: boolean }>).detail;
  if (detail.xhr.status !== 422) return;
  detail.shouldSwap = true;
  detail.isError = false;
});

for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, () => toast(say("not_reached"), { bad: true }));
}
