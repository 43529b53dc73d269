/** Tells the server, once a page, that a person has really looked: visible for a second, not fetched ahead or by a robot. */
import { send } from "./requests.ts";

const SEEN_MS = 1_000;

export function reportView(address: string): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let done = false;
  const prerendering = () => (document as Document & { prerendering?: boolean }).prerendering === true;
  const watch = () => {
    clearTimeout(timer);
    if (done || document.visibilityState !== "visible" || prerendering()) return;
    timer = setTimeout(report, SEEN_MS);
  };
  const report = async () => {
    done = true;
    try {
      await send(address, { method: "POST", keepalive: true });
    } catch {
      done = false; // tried again when the page is next brought to the front
    }
  };
  document.addEventListener("visibilitychange", watch);
  document.addEventListener("prerenderingchange", watch);
  watch();
}
