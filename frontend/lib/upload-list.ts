/**
 * What an upload panel knows of its files: states, bytes, folders, speed. Sums are kept, not counted anew, so that
 * thousands of files cost nothing while their bytes go out.
 */
export type UploadState = "waiting" | "sending" | "stored" | "skipped" | "failed";

export interface UploadFile {
  id: string;
  name: string;
  folder: string;
  size: number;
  sent: number;
  state: UploadState;
  /** Why it failed, for the reader. */
  message: string;
  /** Whether sending it again may help. */
  retryable: boolean;
  /** The photo it became. */
  photo: string;
}

export interface FolderSum {
  name: string;
  total: number;
  settled: number;
  failed: number;
  sending: number;
}

const SPEED_WINDOW_MS = 15_000;

export class UploadList {
  readonly files = new Map<string, UploadFile>();
  readonly folders = new Map<string, FolderSum>();
  readonly counts: Record<UploadState, number> = { waiting: 0, sending: 0, stored: 0, skipped: 0, failed: 0 };
  /** Bytes of all files that are not skipped or failed, and how many of them have gone out. */
  bytes = 0;
  sent = 0;
  readonly #samples: { at: number; sent: number }[] = [];

  add({ id, name, path, size }: { id: string; name: string; path: string; size: number }): UploadFile {
    const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
    const file: UploadFile = {
      id,
      name,
      folder,
      size,
      sent: 0,
      state: "waiting",
      message: "",
      retryable: false,
      photo: "",
    };
    this.files.set(id, file);
    const sum = this.folders.get(folder) ?? { name: folder, total: 0, settled: 0, failed: 0, sending: 0 };
    sum.total += 1;
    this.folders.set(folder, sum);
    this.counts.waiting += 1;
    this.bytes += size;
    return file;
  }

  progress(id: string, sent: number): void {
    const file = this.files.get(id);
    if (!file || file.state === "stored" || file.state === "skipped") return;
    if (file.state !== "sending") this.#move(file, "sending");
    this.sent += sent - file.sent;
    file.sent = sent;
  }

  /** Everything is on the server; `photo` is what it became. */
  store(id: string, { skipped = false, photo = "" } = {}): void {
    const file = this.files.get(id);
    if (!file) return;
    this.sent += file.size - file.sent;
    file.sent = file.size;
    file.photo = photo;
    file.message = "";
    this.#move(file, skipped ? "skipped" : "stored");
  }

  fail(id: string, { message, retryable }: { message: string; retryable: boolean }): void {
    const file = this.files.get(id);
    if (!file) return;
    file.message = message;
    file.retryable = retryable;
    this.#move(file, "failed");
  }

  /** A failed file is to be sent again. */
  requeue(id: string): void {
    const file = this.files.get(id);
    if (file?.state === "failed") this.#move(file, "waiting");
  }

  /** The reader does not want to hear of this file any more. */
  remove(id: string): void {
    const file = this.files.get(id);
    if (!file) return;
    const sum = this.folders.get(file.folder);
    if (sum) sum.total -= 1;
    if (sum?.total === 0) this.folders.delete(file.folder);
    this.#count(file, -1);
    if (file.state !== "failed") this.bytes -= file.size;
    if (file.state !== "failed") this.sent -= file.sent;
    this.files.delete(id);
  }

  get total(): number {
    return this.files.size;
  }

  /** How many are on the server. */
  get done(): number {
    return this.counts.stored + this.counts.skipped;
  }

  get busy(): boolean {
    return this.counts.waiting + this.counts.sending > 0;
  }

  of(state: UploadState, most = Number.POSITIVE_INFINITY): UploadFile[] {
    const found: UploadFile[] = [];
    if (this.counts[state] === 0) return found;
    for (const file of this.files.values()) {
      if (file.state === state) found.push(file);
      if (found.length >= Math.min(most, this.counts[state])) break;
    }
    return found;
  }

  /** Seconds left at the speed of the last quarter of a minute; null while nobody can know. */
  secondsLeft(now: number): number | null {
    this.#samples.push({ at: now, sent: this.sent });
    while ((this.#samples[0]?.at ?? now) < now - SPEED_WINDOW_MS) this.#samples.shift();
    const first = this.#samples[0];
    if (!first || now - first.at < 2_000 || this.sent <= first.sent) return null;
    return ((this.bytes - this.sent) / (this.sent - first.sent)) * ((now - first.at) / 1000);
  }

  /** After a pause the speed is measured anew. */
  forgetSpeed(): void {
    this.#samples.length = 0;
  }

  #move(file: UploadFile, state: UploadState): void {
    // A failed file is out of the sums of bytes, so that the bar can reach its end without it.
    if (file.state === "failed" && state !== "failed") this.#weigh(file, 1);
    if (file.state !== "failed" && state === "failed") this.#weigh(file, -1);
    this.#count(file, -1);
    file.state = state;
    this.#count(file, 1);
  }

  #weigh(file: UploadFile, sign: 1 | -1): void {
    this.bytes += sign * file.size;
    this.sent += sign * file.sent;
  }

  #count(file: UploadFile, step: 1 | -1): void {
    this.counts[file.state] += step;
    const sum = this.folders.get(file.folder);
    if (!sum) return;
    if (file.state === "stored" || file.state === "skipped") sum.settled += step;
    if (file.state === "failed") sum.failed += step;
    if (file.state === "sending") sum.sending += step;
  }
}
