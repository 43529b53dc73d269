/** What was chosen or dropped, before it is sent: files with their folders. */

export interface Picked {
  file: File;
  /** Folders and name as the gallery will know them, with "/" between. */
  path: string;
}

/** What systems leave in folders; nobody means to upload it. */
const LITTER = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)$/i;

/**
 * Files in name order. One folder alone is the job itself: its name goes, its sub-folders become sections. Several
 * folders at once each keep their name. `provino upload` does the same, so both go on with each other's uploads.
 */
export function inJobOrder(files: Picked[]): Picked[] {
  const wanted = files.filter(({ path }) => !LITTER.test(path));
  const roots = new Set(wanted.map(({ path }) => (path.includes("/") ? path.slice(0, path.indexOf("/")) : "")));
  const root = roots.size === 1 ? [...roots][0] : "";
  const named = root ? wanted.map(({ file, path }) => ({ file, path: path.slice(root.length + 1) })) : wanted;
  const inOrder = new Intl.Collator(undefined, { numeric: true });
  return named.sort((one, other) => inOrder.compare(one.path, other.path));
}
