/**
 * The slideshow of the full screen: goes on by itself, waits for a picture that is still on its way, pauses, ends at the
 * last. Its bar shows when something moves and hides again.
 */
import { icon, make } from "./element.ts";
import { say } from "./messages.ts";

export interface SlideshowOptions {
  /** Whether the next picture is there to be shown. */
  ready: () => boolean;
  /** Goes to the next; false at the last. */
  next: () => boolean;
  /** It began, or ended. */
  changed: (running: boolean) => void;
}

export const PACES = [3, 5, 10];
const WAIT_MS = 200;
const AWAKE_MS = 2_500;

export class Slideshow {
  readonly element = make("div", { class: "play", role: "group", "aria-label": say("slideshow"), hidden: true });
  readonly #pause = make("button", { class: "icb", type: "button" });
  readonly #paces = PACES.map((seconds) => this.#pace(seconds));
  #seconds = 5;
  #running = false;
  #paused = false;
  #turn: ReturnType<typeof setTimeout> | undefined;
  #sleep: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: SlideshowOptions) {
    const end = make("button", { class: "icb", type: "button", "aria-label": say("slideshow_end") }, icon("x"));
    end.addEventListener("click", () => this.stop());
    this.#pause.addEventListener("click", () => this.togglePause());
    this.element.append(this.#pause, ...this.#paces, end);
    this.#draw();
  }

  get running(): boolean {
    return this.#running;
  }

  get paused(): boolean {
    return this.#paused;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#paused = false;
    this.element.hidden = false;
    this.options.changed(true);
    this.#draw();
    this.wake();
    this.restart();
  }

  stop(): void {
    if (!this.#running) return;
    this.#running = false;
    clearTimeout(this.#turn);
    clearTimeout(this.#sleep);
    this.element.hidden = true;
    this.options.changed(false);
  }

  togglePause(paused = !this.#paused): void {
    this.#paused = paused;
    this.#draw();
    this.wake();
    this.restart();
  }

  /** The picture changed, by itself or by hand: it is looked at for its whole time. */
  restart(): void {
    clearTimeout(this.#turn);
    if (this.#running && !this.#paused) this.#turn = setTimeout(() => this.#step(), this.#seconds * 1000);
  }

  /** Somebody is there: the bar is shown for a while. */
  wake(): void {
    clearTimeout(this.#sleep);
    this.element.classList.remove("is-asleep");
    if (!this.#running || this.#paused) return;
    this.#sleep = setTimeout(() => {
      if (this.element.matches(":focus-within, :hover")) this.wake();
      else this.element.classList.add("is-asleep");
    }, AWAKE_MS);
  }

  #step(): void {
    if (!this.options.ready()) this.#turn = setTimeout(() => this.#step(), WAIT_MS);
    else if (!this.options.next()) this.stop();
  }

  #pace(seconds: number): HTMLButtonElement {
    const button = make("button", { class: "play__pace num", type: "button" }, say("seconds", { n: seconds }));
    button.addEventListener("click", () => {
      this.#seconds = seconds;
      this.#draw();
      this.togglePause(false);
    });
    return button;
  }

  #draw(): void {
    const words = say(this.#paused ? "slideshow_go_on" : "slideshow_pause");
    this.#pause.setAttribute("aria-label", words);
    this.#pause.title = words;
    this.#pause.replaceChildren(icon(this.#paused ? "play" : "pause"));
    this.#paces.forEach((button, at) => {
      button.setAttribute("aria-pressed", String(PACES[at] === this.#seconds));
    });
  }
}
