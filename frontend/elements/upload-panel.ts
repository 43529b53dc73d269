/**
 * <upload-panel data-endpoint="/api/v1/uploads" data-gallery="GID" data-folder="photos|full|web"
 *   data-list="/api/v1/galleries/GID/photos" data-status="/api/v1/galleries/GID">… words without script …</upload-panel>
 *
 * Drop a tree of folders or choose files; overall and per-file progress, pause, retry, resume. `data-list` tells what is
 * there already and need not be sent; `data-status` (proofs only) is asked for {"counts": {"pending", "ready", "failed"}}
 * until all pictures are made. Sends "photos-ready" (bubbling,
 * detail: counts) whenever more are ready, for the page around it: hx-trigger="photos-ready from:upload-panel".
 */
import { getDroppedFiles } from "@uppy/core/utils";
import { icon, make } from "../lib/element.ts";
import { number, say, size } from "../lib/messages.ts";
import { inJobOrder, type Picked } from "../lib/picked.ts";
import { type Counts, watchPictures } from "../lib/picture-watch.ts";
import { UploadQueue } from "../lib/upload-queue.ts";
import { fileRow, folderRow, troubleRow } from "../lib/upload-rows.ts";

const DRAW_MS = 250;
const FILES_SHOWN = 6;
const TROUBLES_SHOWN = 100;

export class UploadPanel extends HTMLElement {
  #queue!: UploadQueue;
  #counts: Counts | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watching = false;
  /** How many were stored when the last watch ended: nothing new has to be watched while it stays so. */
  #watched = 0;
  readonly #leave = new AbortController();
  readonly #files = make("input", {
    type: "file",
    multiple: true,
    hidden: true,
    accept: "image/*,.heic,.heif,.avif,.cr2,.cr3,.nef,.arw,.raf,.orf,.rw2,.dng,.pef,.srw",
  });
  readonly #folder = make("input", { type: "file", multiple: true, hidden: true, webkitdirectory: true });
  readonly #title = make("p", { class: "display text-h2 lg:text-h1 leading-tight! num" });
  readonly #bytes = make("p", { class: "text-muted mt-1 num" });
  readonly #bar = make("progress", { class: "thin thick mt-5", max: 1, "aria-label": say("upload_files_now") });
  readonly #hint = make("p", { class: "hint mt-3", role: "status" });
  readonly #pause = this.#button("pause", say("upload_pause"), () => this.#togglePause());
  readonly #progress = make("section", { "aria-label": say("upload_files_now"), hidden: true });
  readonly #invite = make("div", { class: "drop" });
  readonly #folders = make("section", { hidden: true });
  readonly #now = make("section", { hidden: true });
  readonly #trouble = make("section", { hidden: true });

  connectedCallback(): void {
    if (this.#queue) return;
    const { endpoint = "", gallery = "", folder = "photos", list = "" } = this.dataset;
    this.#queue = new UploadQueue({ endpoint, gallery, folder, list }, () => this.#soon());
    this.#build();
    this.#listen();
  }

  disconnectedCallback(): void {
    this.#leave.abort();
    this.#queue.pause();
  }

  #build(): void {
    const files = this.#button("plus", say("upload_files"), () => this.#files.click(), "btn-primary");
    const folder = this.#button("folder", say("upload_folder"), () => this.#folder.click());
    const more = this.#button("plus", say("upload_more"), () => this.#files.click());
    const moreFolder = this.#button("folder", say("upload_folder"), () => this.#folder.click());
    const words = make("div", { class: "grow" }, this.#title, this.#bytes);
    const buttons = make("div", { class: "flex flex-wrap gap-2" }, this.#pause, more, moreFolder);
    this.#progress.append(make("div", { class: "upload-head" }, words, buttons), this.#bar, this.#hint);
    this.#invite.append(
      icon("upload", "drop__ic"),
      make("p", { class: "display text-h3" }, say("upload_choose")),
      make(
        "p",
        { class: "hint" },
        say(this.dataset.folder === "photos" ? "upload_choose_hint" : "upload_choose_finished"),
      ),
      make("div", { class: "flex flex-wrap gap-2 justify-center mt-2" }, files, folder),
    );
    const below = make("div", { class: "upload-below" }, this.#trouble, this.#now, this.#folders);
    this.replaceChildren(this.#invite, this.#progress, below, this.#files, this.#folder);
  }

  #button(name: string, words: string, act: () => void, look = "btn-line"): HTMLButtonElement {
    const button = make("button", { class: `btn ${look}`, type: "button" }, icon(name), words);
    button.addEventListener("click", act);
    return button;
  }

  // ── taking files ────────────────────────────────────────────────────────────────────────────────────────────────

  #listen(): void {
    const { signal } = this.#leave;
    for (const input of [this.#files, this.#folder]) {
      input.addEventListener("change", () => {
        this.#take([...(input.files ?? [])]);
        input.value = "";
      });
    }
    let depth = 0;
    const over = (step: number) => {
      depth = Math.max(0, depth + step);
      this.classList.toggle("is-over", depth > 0);
    };
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files");
    document.addEventListener("dragenter", (event) => carriesFiles(event) && over(1), { signal });
    document.addEventListener("dragleave", (event) => carriesFiles(event) && over(-1), { signal });
    document.addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault(), { signal });
    document.addEventListener("drop", (event) => this.#drop(event, over), { signal });
    window.addEventListener("beforeunload", (event) => this.#queue.list.busy && event.preventDefault(), { signal });
  }

  async #drop(event: DragEvent, over: (step: number) => void): Promise<void> {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    over(Number.NEGATIVE_INFINITY);
    this.#take(await getDroppedFiles(event.dataTransfer));
  }

  #take(files: File[]): void {
    const picked = files.map((file): Picked => {
      const dropped = (file as File & { relativePath?: string | null }).relativePath;
      return { file, path: (dropped || file.webkitRelativePath || file.name).replace(/^\/+/, "") };
    });
    const wanted = inJobOrder(picked);
    if (wanted.length) this.#queue.add(wanted);
  }

  #togglePause(): void {
    if (this.#queue.paused) this.#queue.resume();
    else this.#queue.pause();
  }

  // ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#draw();
    }, DRAW_MS);
  }

  #draw(): void {
    const { list, paused } = this.#queue;
    this.#invite.hidden = list.total > 0;
    this.#progress.hidden = list.total === 0;
    this.#title.textContent = list.busy
      ? say("upload_progress", { n: list.done, total: list.total - list.counts.failed })
      : say("upload_done", { n: list.done });
    this.#bytes.textContent = this.#bytesWords();
    this.#bar.value = list.bytes ? list.sent / list.bytes : 1;
    this.#hint.textContent = this.#hintWords();
    this.#pause.hidden = !list.busy;
    this.#pause.replaceChildren(icon(paused ? "play" : "pause"), say(paused ? "upload_resume" : "upload_pause"));
    this.#drawFolders();
    this.#drawNow();
    this.#drawTrouble();
    if (list.counts.stored !== this.#watched && this.dataset.status) this.#watch(this.dataset.status);
  }

  #bytesWords(): string {
    const { list, paused } = this.#queue;
    const values = { done: size(list.sent), total: size(list.bytes) };
    if (!list.busy) return size(list.bytes);
    if (paused) return `${say("upload_paused")} ${say("upload_bytes", values)}`;
    const seconds = list.secondsLeft(performance.now());
    if (seconds === null) return say("upload_bytes", values);
    const left = seconds < 60 ? say("upload_seconds") : say("upload_minutes", { n: Math.round(seconds / 60) });
    return say("upload_bytes_left", { ...values, left });
  }

  #hintWords(): string {
    const { list } = this.#queue;
    const words = [];
    if (list.busy) words.push(say("upload_safe"));
    if (list.counts.skipped) words.push(say("upload_skipped", { n: list.counts.skipped }));
    if (this.#counts) {
      const { ready, pending } = this.#counts;
      words.push(
        pending
          ? say("upload_ready", { ready: number(ready), n: ready + pending })
          : say("upload_all_ready", { n: ready }),
      );
    }
    return words.join(" ");
  }

  #drawFolders(): void {
    const folders = [...this.#queue.list.folders.values()];
    const named = folders.some((folder) => folder.name);
    this.#folders.hidden = !named || (this.dataset.folder ?? "photos") !== "photos";
    if (this.#folders.hidden) return;
    const body = make("tbody", { class: "border-t border-base-content" }, ...folders.map(folderRow));
    const table = make("table", { class: "tbl tbl--stack" }, body);
    this.#folders.replaceChildren(make("h2", { class: "text-h3! mb-3" }, say("upload_folders")), table);
  }

  #drawNow(): void {
    const { list } = this.#queue;
    const shown = [...list.of("sending", FILES_SHOWN), ...list.of("waiting", FILES_SHOWN)].slice(0, FILES_SHOWN);
    const rest = list.counts.sending + list.counts.waiting - shown.length;
    this.#now.hidden = shown.length === 0;
    this.#now.replaceChildren(
      make("h2", { class: "text-h3! mb-3" }, say("upload_files_now")),
      make("ul", { class: "border-t border-base-content" }, ...shown.map(fileRow)),
      rest > 0 ? make("p", { class: "hint mt-3" }, say("upload_other_files", { n: rest })) : "",
    );
  }

  #drawTrouble(): void {
    const { list } = this.#queue;
    const failed = list.of("failed", TROUBLES_SHOWN);
    this.#trouble.hidden = failed.length === 0;
    // Rows are drawn again only when they changed: a button must not vanish under the pointer.
    const state = failed.map((file) => file.id + file.message).join();
    if (this.#trouble.dataset.state === state) return;
    this.#trouble.dataset.state = state;
    const all = make(
      "button",
      { class: "lnk ml-auto text-table cursor-pointer", type: "button" },
      say("upload_retry_all"),
    );
    all.addEventListener("click", () => this.#queue.retryAll());
    const title = make("h2", { class: "text-h3!" }, say("upload_attention", { n: list.counts.failed }));
    const head = make(
      "div",
      { class: "flex items-baseline gap-3 mb-3" },
      title,
      failed.some((file) => file.retryable) && all,
    );
    const rows = failed.map((file) =>
      troubleRow(file, { retry: () => this.#queue.retry(file.id), skip: () => this.#queue.dismiss(file.id) }),
    );
    this.#trouble.replaceChildren(head, make("ul", { class: "border-t border-base-content" }, ...rows));
  }

  // ── what became of them ─────────────────────────────────────────────────────────────────────────────────────────

  #watch(status: string): void {
    if (this.#watching) return;
    this.#watching = true;
    const watch = watchPictures(status, {
      busy: () => this.#queue.list.busy,
      counted: (counts) => {
        const more = counts.ready !== this.#counts?.ready;
        this.#counts = counts;
        if (more) this.dispatchEvent(new CustomEvent("photos-ready", { bubbles: true, detail: counts }));
        this.#soon();
      },
      failed: (photo, message) => this.#failed(photo, message),
      signal: this.#leave.signal,
    });
    watch.finally(() => {
      this.#watching = false;
      this.#watched = this.#queue.list.counts.stored;
    });
  }

  #failed(photo: string, message: string): void {
    for (const file of this.#queue.list.files.values()) {
      if (file.photo !== photo || file.state === "failed") continue;
      this.#queue.list.fail(file.id, { message, retryable: false });
      this.#soon();
    }
  }
}

customElements.define("upload-panel", UploadPanel);
