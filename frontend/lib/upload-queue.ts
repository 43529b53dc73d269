/**
 * Sends files with Uppy by tus: three at once, resumed where they stopped (also after the tab was closed and the same
 * files are added again), each failure with its reason while the others go on. Tells an UploadList what happens.
 */
import Uppy from "@uppy/core";
import { getSafeFileId } from "@uppy/core/utils";
import Tus from "@uppy/tus";
import { filesThere, sameFile, type There } from "./already-there.ts";
import { say } from "./messages.ts";
import type { Picked } from "./picked.ts";
import { csrfToken, languageHeader, send } from "./requests.ts";
import { UploadList } from "./upload-list.ts";

const PARALLEL = 3;
const RETRY_DELAYS_MS = [0, 1_000, 3_000, 5_000, 10_000, 20_000];
const RETRY_FAILED_MS = 60_000;
/** What goes wrong stands in the panel, in the reader's language; the console is for defects. */
const QUIET = { debug: () => undefined, warn: () => undefined, error: () => undefined };
const NO_PHOTOS = /^(\.|thumbs\.db$|desktop\.ini$)/i;

export interface UploadTarget {
  endpoint: string;
  gallery: string;
  folder: string;
  /** The list of the API that tells which files are there already; empty: everything is sent. */
  list: string;
}

type Descriptor = Parameters<Uppy["addFiles"]>[0][number];
type Known = Picked & { id: string; descriptor: Descriptor };
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
    const id = `${target.gallery}-${target.folder}`;
    this.#uppy = new Uppy({ id, allowMultipleUploadBatches: true, logger: QUIET });
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
    const fresh: Known[] = [];
    for (const { file, path } of picked) {
      if (NO_PHOTOS.test(file.name)) continue;
      const { gallery, folder } = this.target;
      const meta = { gallery, folder, filename: file.name, relativePath: path };
      // Uppy tells files apart by a name in small letters; here IMG_1.jpg and img_1.jpg are two.
      const name = path.replace(/\p{Lu}/gu, "^$&");
      const descriptor = { name, type: file.type, data: file, source: "panel", meta };
      const id = getSafeFileId({ ...descriptor, isRemote: false }, this.#uppy.getID());
      if (this.list.files.has(id)) continue;
      this.list.add({ id, name: file.name, path, size: file.size });
      fresh.push({ id, file, path, descriptor });
    }
    this.#changed();
    void this.#sendMissing(fresh);
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
    this.retryAll();
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

  /** Sends at once what the gallery cannot have; of the rest, what turns out to be different. */
  async #sendMissing(fresh: Known[]): Promise<void> {
    const there = await this.#there();
    this.#send(fresh.filter(({ path }) => !there.has(path)));
    for (const known of fresh) {
      const twins = there.get(known.path);
      if (!twins) continue;
      const photo = await sameFile(known, twins);
      if (photo) this.list.store(known.id, { skipped: true, photo });
      else this.#send([known]);
      this.#changed();
    }
  }

  async #there(): Promise<Map<string, There[]>> {
    try {
      return this.target.list ? await filesThere(this.target.list) : new Map();
    } catch {
      return new Map(); // then everything is sent, and the server says what it had
    }
  }

  #send(files: Known[]): void {
    if (!files.length) return;
    this.#uppy.addFiles(files.map(({ descriptor }) => descriptor));
    this.#start();
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
    window.addEventListener("online", () => this.#paused || this.retryAll());
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
