/**
 * Words for what scripts say, translated by the server. The page carries them as
 * `<script type="application/json" id="messages">{"language": "pl", "messages": {"saved": "Zapisano", …}}</script>`;
 * a countable message is an object of plural categories ({"one": …, "few": …, "many": …}) as Intl.PluralRules names them.
 */
import english from "../messages.json" with { type: "json" };

type Forms = Partial<Record<Intl.LDMLPluralRule, string>>;
export type MessageKey = keyof typeof english;
export type Values = Record<string, string | number>;

interface Catalogue {
  language: string;
  messages: Record<string, string | Forms>;
}

let catalogue: Catalogue = { language: "en", messages: english };
let plurals = new Intl.PluralRules("en");
let digits = new Intl.NumberFormat("en");

/** Takes the words of this page; English where a page or a key has none. */
export function loadMessages(source: Document = document): void {
  const script = source.getElementById("messages");
  const given: Partial<Catalogue> = script?.textContent ? JSON.parse(script.textContent) : {};
  useCatalogue({ language: given.language ?? "en", messages: { ...english, ...given.messages } });
}

export function useCatalogue(next: Catalogue): void {
  catalogue = next;
  plurals = new Intl.PluralRules(next.language);
  digits = new Intl.NumberFormat(next.language);
}

/** The message in the page's language; `n` chooses the plural form, numbers are written as the language does. */
export function say(key: MessageKey, values: Values = {}): string {
  const message = catalogue.messages[key] ?? key;
  const text = typeof message === "string" ? message : choose(message, Number(values.n ?? 0));
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return typeof value === "number" ? digits.format(value) : (value ?? whole);
  });
}

/** A number as the page's language writes it. */
export function number(value: number, options?: Intl.NumberFormatOptions): string {
  return options ? new Intl.NumberFormat(catalogue.language, options).format(value) : digits.format(value);
}

/** How many bytes, in the two sizes people know: MB and GB. */
export function size(bytes: number): string {
  const giga = bytes >= 1e9;
  const value = bytes ? Math.max(bytes / (giga ? 1e9 : 1e6), 0.1) : 0;
  return `${number(value, { maximumFractionDigits: giga || value < 10 ? 1 : 0 })}\u00a0${giga ? "GB" : "MB"}`;
}

function choose(forms: Forms, n: number): string {
  return forms[plurals.select(n)] ?? forms.other ?? forms.many ?? "";
}

// Scripts run after the page is parsed, and elements speak as soon as they are defined.
loadMessages();
