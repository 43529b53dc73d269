import { expect, test } from "vitest";
import { say } from "./messages.ts";
import "./passkeys.ts";
import type { Toast } from "./toasts.ts";

test.each([
  ["passkey_failed", "NotAllowedError"],
  ["passkey_address", "SecurityError"],
] as const)("%s is said on the page, not on the console", (key, name) => {
  Object.defineProperty(globalThis, "isSecureContext", { value: true, configurable: true });
  const said: string[] = [];
  const listen = (event: Event) => said.push((event as CustomEvent<Toast>).detail.words);
  document.addEventListener("toast", listen, { once: true });
  const exception = new DOMException("", name);
  const error = new CustomEvent("allauth.error", { cancelable: true, detail: { exception } });
  document.dispatchEvent(error);
  expect(said).toEqual([say(key)]);
  expect(error.defaultPrevented).toBe(true);
});
