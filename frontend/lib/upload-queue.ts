/**
 * Sends files with Uppy by tus: three at once, resumed where they stopped (also after the tab was closed and the same
 * files are added again), each failure with its reason while the others go on. Tells an UploadList what happens.
 */
import Uppy from "@uppy/core";
import Tus from "@uppy/tus";
import { say } from "./messages.ts";
import type { Picked } from "./picked.ts";
import { csrfToken, languageHeader, send } from "./requests.ts";
import { UploadList } from "./upload-list.ts";

const PARALLEL = 3;
const RETRY_DELAYS_MS = [0, 1_000, 3_000, 5_000, 10_000, 20_000];
const RETRY_FAILED_MS = 60_000;
const NO_PHOTOS = /^(\.|thumbs\.db$|desktop\.ini$)/i;

export interface UploadTarget {
  endpoint: string;
  gallery: string;
  folder: string;
}

type Sent = { id: string };
type Answer = { status?: number; body?: { xhr?: XMLHttpRequest }; uploadURL?: string } | undefined;

export class UploadQueue {
  readonly list = new UploadList();
  readonly #uppy: Uppy;
  readonly #changed: () => void;
  #paused = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly target: UploadTarget,
    changed: () => void,
  ) {
    this.#changed = changed;
    // The id is part of what a resumed file is known by: the same folder in another gallery is another upload.
    this.#uppy = new Uppy({ id: `${target.gallery}-${target.folder}`, allowMultipleUploadBatches: true });
    this.#uppy.use(Tus, {
      endpoint: target.endpoint,
      limit: PARALLEL,
      retryDelays: RETRY_DELAYS_MS,
      removeFingerprintOnSuccess: true,
      allowedMetaFields: ["gallery", "folder", "filename", "relativePath"],
      headers: () => ({ "X-CSRFToken": csrfToken(), Accept: "application/json", ...languageHeader() }),
    });
    this.#listen();
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** Adds files and starts; those the system puts into folders by itself are left out. */
  add(picked: Picked[]): void {
    const descriptors = [];
    for (const { file, path } of picked) {
      if (NO_PHOTOS.test(file.name)) continue;
      const { gallery, folder } = this.target;
      const meta = { gallery, folder, filename: file.name, relativePath: path };
      descriptors.push({ name: file.name, type: file.type, data: file, source: "panel", meta });
    }
    const known = new Set(this.list.files.keys());
    this.#uppy.addFiles(descriptors);
    for (const file of this.#uppy.getFiles()) {
      if (known.has(file.id)) continue;
      this.list.add({ id: file.id, name: file.name, path: String(file.meta.relativePath), size: file.size ?? 0 });
    }
    this.#changed();
    this.#start();
  }

  pause(): void {
    this.#paused = true;
    this.#uppy.pauseAll();
    this.list.forgetSpeed();
    this.#changed();
  }

  resume(): void {
    this.#paused = false;
    this.#uppy.resumeAll();
    this.#start();
    this.#changed();
  }

  retry(id: string): void {
    this.list.requeue(id);
    this.#uppy.retryUpload(id).catch(() => undefined);
    this.#changed();
  }

  retryAll(): void {
    for (const file of this.list.of("failed")) if (file.retryable) this.retry(file.id);
  }

  dismiss(id: string): void {
    this.list.remove(id);
    this.#uppy.removeFile(id);
    this.#changed();
  }

  #start(): void {
    if (!this.#paused) this.#uppy.upload().catch(() => undefined);
  }

  #listen(): void {
    this.#uppy.on("upload-progress", (file, { bytesUploaded }) => {
      if (file) this.list.progress(file.id, bytesUploaded || 0);
      this.#changed();
    });
    this.#uppy.on("upload-success", (file, answer) => {
      if (file) this.#arrived(file, answer as Answer);
    });
    this.#uppy.on("upload-error", (file, error, answer) => {
      if (file) this.#broke(file, error, answer as Answer);
    });
    window.addEventListener("online", () => this.retryAll());
  }

  /** The bytes are there; what they became stands in the last answer's headers. */
  async #arrived(file: Sent, answer: Answer): Promise<void> {
    const header = (name: string) => answer?.body?.xhr?.getResponseHeader(name) ?? "";
    const outcome = header("Provino-Outcome") || "added";
    const photo = header("Provino-Photo");
    this.list.store(file.id, { skipped: outcome === "skipped", photo });
    if (outcome !== "added" && outcome !== "skipped") {
      const message = await reasonOf(answer?.uploadURL);
      this.list.fail(file.id, { message: message || say("upload_failed"), retryable: false });
    }
    this.#changed();
  }

  #broke(file: Sent, error: Error, answer: Answer): void {
    const status = answer?.status ?? answer?.body?.xhr?.status ?? 0;
    const refused = status >= 400 && status < 500 && status !== 409 && status !== 423;
    const message = wordsOf(answer) || say(refused ? "upload_failed" : "upload_broken");
    this.list.fail(file.id, { message, retryable: !refused || status === 401 || status === 403 });
    if (!refused && error) this.#retryLater();
    this.#changed();
  }

  #retryLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (!this.#paused) this.retryAll();
    }, RETRY_FAILED_MS);
  }
}

/** What the server said, for the reader; empty when it said nothing. */
function wordsOf(answer: Answer): string {
  try {
    return String(JSON.parse(answer?.body?.xhr?.responseText ?? "{}").message ?? "");
  } catch {
    return "";
  }
}

async function reasonOf(upload: string | undefined): Promise<string> {
  if (!upload) return "";
  try {
    return (await send<{ message: string | null }>(upload)).message ?? "";
  } catch {
    return "";
  }
}
