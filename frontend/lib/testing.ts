/** For tests: puts markup into the page as a parsed whole, so that elements find their children when they start. */
export function page(markup: string): void {
  const host = document.createElement("div");
  host.innerHTML = markup;
  document.body.replaceChildren(host);
}
