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

/** The server was not reached, or is in trouble: worth trying again. */
export class Unreachable extends Error {}

export interface Sending {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  /** Sent as Idempotency-Key: the same action may arrive twice and counts once. */
  key?: string;
  keepalive?: boolean;
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
  if (response.status >= 500 || response.status === 429) throw new Unreachable(String(response.status));
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json");
  const answer = isJson && text ? JSON.parse(text) : {};
  if (!response.ok) throw new Refused(response.status, String(answer.message ?? ""), answer);
  return answer;
}

async function reach(address: string, { method = "GET", body, key, keepalive = false }: Sending): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", ...languageHeader() };
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  if (key) headers["Idempotency-Key"] = key;
  const form = body instanceof FormData;
  if (body !== undefined && !form) headers["Content-Type"] = "application/json";
  const content = body === undefined ? null : form ? body : JSON.stringify(body);
  try {
    return await fetch(address, { method, headers, body: content, keepalive, credentials: "same-origin" });
  } catch (error) {
    throw new Unreachable(String(error));
  }
}
