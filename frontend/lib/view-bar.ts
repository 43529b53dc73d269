/**
 * The bar of the full screen: close, where one is, and what can be done with the photo. On a phone the important ones stay,
 * the others stand in a menu with their names.
 */
import { icon, make } from "./element.ts";
import { say } from "./messages.ts";

export interface ViewAction {
  icon: string;
  label: string;
  key?: string;
  act: () => void;
}

export interface ViewActions {
  close: () => void;
  /** How many are chosen; on a phone below the place. */
  counter: HTMLElement | null;
  /** Always in the bar, where there is room for them or not. */
  main: (HTMLElement | false | null | undefined | "")[];
  /** In the bar where there is room, else in the menu. */
  more: ViewAction[];
}

export class ViewBar {
  readonly element: HTMLElement;
  readonly #place = make("p", { class: "view__place num", "aria-live": "polite" });
  readonly #menu = make("div", { class: "menu-float view__menu", popover: "auto", id: "view-menu" });

  constructor({ close, counter, main, more }: ViewActions) {
    const extras = more.map((action) => barButton(action, "view__extra"));
    const actions = make("div", { class: "view__actions" }, ...main.filter((one) => one !== ""), ...extras);
    if (more.length) actions.append(this.#more(more));
    const closing = barButton({ icon: "x", label: say("close"), act: close });
    const where = make("div", { class: "view__where" }, this.#place, counter);
    this.element = make("header", { class: "view__bar" }, closing, where, actions);
  }

  say(place: string, name: string | null): void {
    this.#place.replaceChildren(place, name ? make("span", { class: "view__name fn" }, name) : "");
  }

  #more(more: ViewAction[]): HTMLElement {
    for (const action of more) {
      const entry = make("button", { type: "button" }, icon(action.icon), action.label);
      entry.addEventListener("click", () => {
        this.#menu.hidePopover();
        action.act();
      });
      this.#menu.append(entry);
    }
    const attributes = { class: "icb", type: "button", popovertarget: "view-menu", "aria-label": say("more") };
    return make("div", { class: "view__more" }, make("button", attributes, icon("ellipsis")), this.#menu);
  }
}

/** A button that is only an icon; its title names the key that does the same. */
export function barButton({ icon: name, label, key, act }: ViewAction, classes = ""): HTMLButtonElement {
  const title = key ? `${label} (${key})` : label;
  const button = make(
    "button",
    { class: `icb ${classes}`.trim(), type: "button", "aria-label": label, title },
    icon(name),
  );
  button.addEventListener("click", act);
  return button;
}
