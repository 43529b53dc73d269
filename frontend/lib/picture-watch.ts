/** Follows the server while it makes pictures of what was uploaded: how many are ready, which failed and why. */
import { send } from "./requests.ts";

export interface Counts {
  pending: number;
  ready: number;
  failed: number;
}

export interface Watching {
  /** Whether more is being uploaded: then the end is not near. */
  busy: () => boolean;
  counted: (counts: Counts) => void;
  failed: (photo: string, message: string) => void;
  signal: AbortSignal;
}

const ASK_MS = 2_500;

/** Asks `status` (a gallery of the API) until nothing is pending; ends quietly when the signal aborts. */
export async function watchPictures(status: string, { busy, counted, failed, signal }: Watching): Promise<void> {
  let known = -1;
  while (!signal.aborted) {
    try {
      const { counts } = await send<{ counts: Counts }>(status);
      counted(counts);
      const ended = counts.pending === 0 && !busy();
      // Told once more at the end: a picture may fail before the answer to its upload has said which file it is.
      if (counts.failed > 0 && (ended || counts.failed !== known)) await tellFailed(status, failed);
      known = counts.failed;
      if (ended) return;
    } catch {
      // The server is away for a moment; the uploads say so themselves.
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
  }
}

interface FailedPage {
  items: { id: string; message: string | null }[];
  next: string | null;
}

async function tellFailed(status: string, failed: Watching["failed"]): Promise<void> {
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: FailedPage = await send<FailedPage>(`${status}/photos?state=failed&limit=500&cursor=${cursor}`);
    for (const { id, message } of page.items) failed(id, message ?? "");
    cursor = page.next;
  }
}
