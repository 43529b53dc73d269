/** The sections in the bar: the one in view is marked and kept in sight. */

/** Marks the link to `id` in every `nav.sections`. Cheap when nothing changed: called with every frame of scrolling. */
export function markSection(id: string | undefined): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".sections a[href*='#section-']")) {
    const here = link.hash === `#${id}`;
    if (here === link.hasAttribute("aria-current")) continue;
    if (!here) {
      link.removeAttribute("aria-current");
      continue;
    }
    link.setAttribute("aria-current", "true");
    if (link.parentElement) link.parentElement.scrollLeft = link.offsetLeft - link.parentElement.offsetLeft - 16;
  }
}
