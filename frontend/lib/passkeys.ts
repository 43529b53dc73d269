/** Passkeys: the library tells of a refusal, or of somebody who closed the window, on the console alone. */
import { say } from "./messages.ts";
import { toast } from "./toasts.ts";

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const { exception } = (event as CustomEvent<{ exception: unknown }>).detail;
  // Browsers have no passkeys for an address of numbers, such as 127.0.0.1, nor for plain http.
  const isAddress = exception instanceof DOMException && exception.name === "SecurityError";
  toast(say(isAddress || !isSecureContext ? "passkey_address" : "passkey_failed"), { bad: true });
});
