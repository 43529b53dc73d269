/** Rows of the upload panel: a folder, a file on its way, a file that needs a person. */
import { icon, make } from "./element.ts";
import { say, size } from "./messages.ts";
import type { FolderSum, UploadFile, UploadState } from "./upload-list.ts";

const LOOK: Record<UploadState, string> = {
  waiting: "state",
  sending: "state state--choosing",
  stored: "state state--done",
  skipped: "state state--seen",
  failed: "state state--bad",
};

const WORDS = {
  waiting: "upload_state_waiting",
  sending: "upload_state_sending",
  stored: "upload_state_stored",
  skipped: "upload_state_skipped",
  failed: "upload_state_failed",
} as const;

export function stateOf(folder: FolderSum): UploadState {
  if (folder.settled + folder.failed === folder.total) return folder.settled ? "stored" : "failed";
  return folder.sending || folder.settled ? "sending" : "waiting";
}

export function folderRow(folder: FolderSum): HTMLElement {
  const state = stateOf(folder);
  const name = folder.name || say("upload_no_folder");
  const title = make("span", { class: "font-medium wrap-anywhere" }, name);
  return make(
    "tr",
    {},
    make(
      "td",
      { class: "w8" },
      make("span", { class: "flex items-center gap-2.5" }, icon("folder", "text-muted"), title),
    ),
    make(
      "td",
      { class: "w6 max-md:order-2 whitespace-nowrap" },
      make("span", { class: LOOK[state] }, say(WORDS[state])),
    ),
    make(
      "td",
      { class: "w6 max-md:order-3 md:w-56 max-md:self-center" },
      make("progress", { class: "thin", value: folder.settled, max: folder.total, "aria-label": name }),
    ),
    make(
      "td",
      { class: "r w4 kr max-md:order-1 max-md:text-muted whitespace-nowrap num" },
      say("place_of", { n: folder.settled, total: folder.total }),
    ),
  );
}

export function fileRow(file: UploadFile): HTMLElement {
  return make(
    "li",
    { class: "upload-file" },
    make("span", { class: "fn truncate" }, file.name),
    make("progress", { class: "thin", value: file.sent, max: file.size || 1, "aria-label": file.name }),
    make("span", { class: "text-muted num whitespace-nowrap text-right" }, size(file.size)),
  );
}

export function troubleRow(file: UploadFile, acts: { retry: () => void; skip: () => void }): HTMLElement {
  const words = file.retryable ? say("retry") : say("upload_skip");
  const button = make("button", { class: "btn btn-line btn-sm", type: "button" }, words);
  button.addEventListener("click", file.retryable ? acts.retry : acts.skip);
  const name = make(
    "p",
    { class: "font-medium break-all" },
    make("span", { class: "fn whitespace-normal" }, file.name),
  );
  return make(
    "li",
    { class: "upload-trouble" },
    icon("circle-alert", "text-error mt-0.5"),
    make("div", { class: "min-w-0" }, name, make("p", { class: "text-muted" }, file.message)),
    button,
  );
}
