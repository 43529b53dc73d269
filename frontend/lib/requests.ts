/** Requests of our scripts to our own server: JSON, with the page's CSRF token. */

/** The server understood and said no; `message` is meant for the reader. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly answer: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

/** The server was not reached, or is in trouble: worth trying again. `status` is 0 where no answer came. */
export class Unreachable extends Error {
  constructor(
    message: string,
    readonly status = 0,
  ) {
    super(message);
  }
}

export interface Sending {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  /** The same action may arrive twice and counts once: the key by which the server knows it again. */
  key?: string;
  /** Who acts, as the page was told: a browser that meanwhile is somebody else is refused. */
  visitor?: string;
  keepalive?: boolean;
  /** Milliseconds after which the server counts as not reached; without, as long as the browser waits. */
  patience?: number;
}

export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** Asks the server for words in the language of the page, whatever the browser prefers. */
export function languageHeader(): Record<string, string> {
  const { lang } = document.documentElement;
  return lang ? { "Accept-Language": lang } : {};
}

/** The parsed answer; raises Refused on 4xx and Unreachable on everything that may pass. */
export async function send<Answer = Record<string, unknown>>(address: string, sending: Sending = {}): Promise<Answer> {
  const response = await reach(address, sending);
  const { status } = response;
  if (status >= 500 || status === 429) throw new Unreachable(String(status), status);
  const isJson = response.headers.get("content-type")?.includes("json");
  // The page a hotel's network answers everything with is no answer to an action.
  if (sending.key && response.ok && status !== 204 && !isJson) throw new Unreachable("not our answer");
  const text = await response.text().catch((error) => {
    throw new Unreachable(String(error));
  });
  const answer = isJson && text ? JSON.parse(text) : {};
  if (!response.ok) throw new Refused(status, String(answer.message ?? ""), answer);
  return answer;
}

/** A key no other action has. Not `randomUUID`, which is missing where a studio serves its own network without https. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const ID_LENGTH = 17;

/** A public id as the server makes them, for what is made here before the server is asked. */
export function newId(): string {
  const even = LETTERS.length * Math.floor(256 / LETTERS.length); // above it some letters would come more often
  let id = "";
  while (id.length < ID_LENGTH) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < even) id += LETTERS[byte % LETTERS.length];
  }
  return id;
}

async function reach(address: string, sending: Sending): Promise<Response> {
  const { method = "GET", body, key, visitor, keepalive = false, patience } = sending;
  const headers: Record<string, string> = { Accept: "application/json", ...languageHeader() };
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  if (key) headers["Provino-Action"] = key;
  if (visitor) headers["Provino-Visitor"] = visitor;
  const form = body instanceof FormData;
  if (body !== undefined && !form) headers["Content-Type"] = "application/json";
  const content = body === undefined ? null : form ? body : JSON.stringify(body);
  const signal = patience ? AbortSignal.timeout(patience) : null;
  try {
    return await fetch(address, { method, headers, body: content, keepalive, signal, credentials: "same-origin" });
  } catch (error) {
    throw new Unreachable(String(error));
  }
}
