/**
 * Numbered pins over the picture in full screen: where comments point, and the one being placed. A pin is a spot of the
 * upright picture; where the picture lies is asked anew whenever it moved. The new pin is moved by finger, mouse or arrows.
 */
import { make } from "./element.ts";
import { say } from "./messages.ts";

/** 0 to 1 from the left and from the top of the upright picture. */
export interface Pin {
  x: number;
  y: number;
}

/** Where the picture lies in the stage, in CSS pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface ShownPin extends Pin {
  number: number;
  comment: string;
}

export interface PinOptions {
  box: () => Box | null;
  /** The new pin is elsewhere, or gone (null). */
  moved: (pin: Pin | null) => void;
  /** Enter on the new pin: it is where it belongs. */
  settled: () => void;
  /** A pin of a comment was pressed. */
  picked: (comment: string) => void;
}

const STEP = 0.01;
const LEAP = 0.1;
const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The spot of the picture under a point of the stage; null beside the picture. */
export function spotAt(point: { x: number; y: number }, box: Box): Pin | null {
  const x = (point.x - box.x) / box.width;
  const y = (point.y - box.y) / box.height;
  return x >= 0 && x <= 1 && y >= 0 && y <= 1 ? { x, y } : null;
}

const inside = (share: number) => Math.min(1, Math.max(0, share));

export class PinLayer {
  readonly element = make("div", { class: "pins", hidden: true });
  readonly #new = make("button", { class: "pin pin--new", type: "button" });
  #shown: { pin: Pin; element: HTMLElement }[] = [];
  #draft: Pin | null = null;

  constructor(private readonly options: PinOptions) {
    this.#new.addEventListener("keydown", (event) => this.#key(event));
    this.#new.addEventListener("pointerdown", (event) => this.#grab(event));
  }

  get draft(): Pin | null {
    return this.#draft;
  }

  /** Shows the pins of the comments; `draft` is the new one and the number it will bear. */
  show(pins: readonly ShownPin[], draft: { pin: Pin; number: number } | null): void {
    const hadFocus = document.activeElement === this.#new;
    this.#shown = pins.map((pin) => ({ pin, element: this.#drawn(pin) }));
    this.#draft = draft?.pin ?? null;
    this.#new.textContent = String(draft?.number ?? "");
    this.element.replaceChildren(...this.#shown.map(({ element }) => element), ...(draft ? [this.#new] : []));
    if (draft && hadFocus) this.#new.focus();
    this.place();
  }

  /** Puts every pin where its spot of the picture is now. */
  place(): void {
    const box = this.options.box();
    if (!box || this.element.hidden) return;
    for (const { pin, element } of this.#shown) put(element, pin, box);
    if (!this.#draft) return;
    put(this.#new, this.#draft, box);
    const place = { x: Math.round(this.#draft.x * 100), y: Math.round(this.#draft.y * 100) };
    this.#new.setAttribute("aria-label", say("pin_here", place));
  }

  focusDraft(): void {
    this.#new.focus();
  }

  #drawn({ number, comment }: ShownPin): HTMLElement {
    const element = make("button", { class: "pin", type: "button", "aria-label": say("pin", { n: number }) });
    element.append(String(number));
    element.addEventListener("click", () => this.options.picked(comment));
    return element;
  }

  #move(pin: Pin): void {
    this.#draft = { x: inside(pin.x), y: inside(pin.y) };
    this.place();
    this.options.moved(this.#draft);
  }

  #key(event: KeyboardEvent): void {
    const arrow = ARROWS[event.key];
    if (arrow && this.#draft) {
      const step = event.shiftKey ? LEAP : STEP;
      this.#move({ x: this.#draft.x + arrow[0] * step, y: this.#draft.y + arrow[1] * step });
    } else if (event.key === "Enter" || event.key === " ") {
      this.options.settled();
    } else if (["Escape", "Delete", "Backspace"].includes(event.key)) {
      this.options.moved(null);
      this.options.settled();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #grab(down: PointerEvent): void {
    this.#new.setPointerCapture(down.pointerId);
    const drag = (event: PointerEvent) => {
      const box = this.options.box();
      const stage = this.element.getBoundingClientRect();
      if (!box) return;
      const x = (event.clientX - stage.x - box.x) / box.width;
      this.#move({ x, y: (event.clientY - stage.y - box.y) / box.height });
    };
    const drop = () => {
      this.#new.removeEventListener("pointermove", drag);
      this.#new.removeEventListener("lostpointercapture", drop);
    };
    this.#new.addEventListener("pointermove", drag);
    this.#new.addEventListener("lostpointercapture", drop);
  }
}

function put(element: HTMLElement, pin: Pin, box: Box): void {
  element.style.transform = `translate(${box.x + pin.x * box.width}px, ${box.y + pin.y * box.height}px)`;
}
