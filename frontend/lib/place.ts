/**
 * Where one was in the grid, kept with the entry of the browser's history: by the photo, so that coming back or loading
 * anew finds it though the screen is turned or photos were added.
 */
export interface Place {
  /** Place of the photo in the gallery, from 0, and its id where it is known. */
  index: number;
  id: string;
  /** Top of its row below the top of the screen, in CSS pixels. */
  top: number;
}

/** Keeps the place with this entry; null takes it away. */
export function keepPlace(place: Place | null): void {
  const state: { place?: Place } = { ...history.state };
  if (place) state.place = place;
  else delete state.place;
  history.replaceState(Object.keys(state).length ? state : null, "");
}

/** Whether the page is one the reader had left or loads anew: the browser knows where they were. */
export function comesBack(): boolean {
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return navigation !== undefined && ["reload", "back_forward"].includes(navigation.type);
}

/** The place to come back to; null where the page was opened afresh, or left above the photos. */
export function placeToComeBackTo(): Place | null {
  return comesBack() ? ((history.state as { place?: Place } | null)?.place ?? null) : null;
}
