/** Short words at the foot of the page, shown by <toast-list>. */
export interface Toast {
  words: string;
  /** Something went wrong: stays until closed and is read out at once. */
  bad?: boolean;
  /** Takes back what was done. */
  undo?: () => void;
}

/** The dialog that lies over everything; what is beside it cannot be reached. */
export function openDialog(): HTMLDialogElement | null {
  return [...document.querySelectorAll<HTMLDialogElement>("dialog[open]")].at(-1) ?? null;
}

export function toast(words: string, options: Omit<Toast, "words"> = {}): void {
  document.dispatchEvent(new CustomEvent<Toast>("toast", { detail: { words, ...options } }));
}
