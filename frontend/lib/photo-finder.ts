/**
 * `<div class="finder"><input type="search" hidden><button aria-expanded="false">…</button></div>` in the bar: finds photos
 * by their file name while one types. Esc closes, Enter goes to the first photo found.
 */
const TYPING_MS = 120;

export interface Finding {
  words: string;
  /** The words changed. */
  find: (words: string) => void;
  /** Somebody is about to type: all names will be needed. */
  begin: () => void;
  /** To the first photo found. */
  go: () => void;
}

export function startFinder({ words, find, begin, go }: Finding, signal: AbortSignal): void {
  const finder = document.querySelector(".finder");
  const field = finder?.querySelector<HTMLInputElement>("input");
  const button = finder?.querySelector("button");
  if (!finder || !field || !button) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = (wanted: boolean) => {
    field.hidden = !wanted;
    button.setAttribute("aria-expanded", String(wanted));
    if (wanted) begin();
  };
  const search = () => {
    clearTimeout(timer);
    find(field.value);
  };
  const close = () => {
    field.value = "";
    search();
    open(false);
    button.focus({ preventScroll: true });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Escape" && event.key !== "Enter") return;
    event.preventDefault();
    if (event.key === "Escape") return close();
    search();
    go();
  };
  button.addEventListener(
    "click",
    () => {
      if (!field.hidden) return close();
      open(true);
      field.focus({ preventScroll: true });
    },
    { signal },
  );
  field.addEventListener("keydown", press, { signal });
  field.addEventListener(
    "input",
    () => {
      clearTimeout(timer);
      timer = setTimeout(search, TYPING_MS);
    },
    { signal },
  );
  if (words) {
    field.value = words;
    open(true);
  }
}
