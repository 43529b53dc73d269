/** What the gallery has already, so that a folder chosen again is not sent again: only what is missing goes out. */
import type { Picked } from "./picked.ts";
import { send } from "./requests.ts";

export interface There {
  id: string;
  relative_path: string;
  size: number;
  sha256: string;
  state: "pending" | "ready" | "failed";
}

interface Page {
  items: There[];
  next: string | null;
}

/** Files of a list of the API by their path, without those that failed: they may be sent again. */
export async function filesThere(list: string): Promise<Map<string, There[]>> {
  const found = new Map<string, There[]>();
  const address = new URL(list, document.baseURI);
  address.searchParams.set("limit", "500");
  let cursor: string | null = "";
  while (cursor !== null) {
    if (cursor) address.searchParams.set("cursor", cursor);
    const page: Page = await send<Page>(address.href);
    for (const file of page.items) {
      if (file.state !== "failed") found.set(file.relative_path, [...(found.get(file.relative_path) ?? []), file]);
    }
    cursor = page.next;
  }
  return found;
}

/** The id of the file with the same content among those at its path; empty when there is none, or nobody can know. */
export async function sameFile({ file }: Picked, there: There[]): Promise<string> {
  const alike = there.filter(({ size }) => size === file.size);
  // Without https a browser computes no hash: then the bytes go out, and the server recognises them.
  if (!alike.length || !globalThis.crypto?.subtle) return "";
  try {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return alike.find(({ sha256 }) => sha256 === hash)?.id ?? "";
  } catch {
    return ""; // what cannot be read says so when it is sent
  }
}
