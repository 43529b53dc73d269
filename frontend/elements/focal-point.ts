/**
 * <focal-point><img src="…" width="3" height="2" alt="…">
 *   <input type="range" name="focal_x" min="0" max="100" value="50" aria-label="From the left">
 *   <input type="range" name="focal_y" min="0" max="100" value="33" aria-label="From the top"></focal-point>
 *
 * The spot of a photo that every crop keeps in view, in percent from the left and the top. A click or a drag on the photo
 * sets both ranges; with the keyboard they are moved as ranges are.
 */
import { make } from "../lib/element.ts";

export class FocalPoint extends HTMLElement {
  readonly #mark = make("span", { class: "focal-mark", "aria-hidden": "true" });

  connectedCallback(): void {
    const image = this.querySelector("img");
    const [x, y] = this.querySelectorAll<HTMLInputElement>('input[type="range"]');
    if (!image || !x || !y || this.#mark.isConnected) return;
    const frame = make("div", { class: "focal-frame" });
    image.replaceWith(frame);
    frame.append(image, this.#mark);
    image.draggable = false;
    const draw = () => {
      this.#mark.style.left = `${x.value}%`;
      this.#mark.style.top = `${y.value}%`;
    };
    const point = (event: PointerEvent) => {
      const box = frame.getBoundingClientRect();
      x.value = String(((event.clientX - box.left) / box.width) * 100);
      y.value = String(((event.clientY - box.top) / box.height) * 100);
      draw();
    };
    frame.addEventListener("pointerdown", (event) => {
      frame.setPointerCapture(event.pointerId);
      point(event);
    });
    frame.addEventListener("pointermove", (event) => frame.hasPointerCapture(event.pointerId) && point(event));
    frame.addEventListener("pointerup", () => x.dispatchEvent(new Event("change", { bubbles: true })));
    for (const range of [x, y]) range.addEventListener("input", draw);
    draw();
  }
}

customElements.define("focal-point", FocalPoint);
