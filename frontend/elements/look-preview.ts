/**
 * <look-preview data-form="look" data-brand="#d8442a"><iframe src="/g/<gallery>/?cover_design=…" title="…"></iframe></look-preview>
 *
 * The gallery's own page in a frame, as a desk and as a phone show it. What changes in the form is put onto that page at
 * once: the same attributes, classes and stylesheet its templates would write (portal/base.html, portal/cover.html).
 */
import { make } from "../lib/element.ts";
import { say } from "../lib/messages.ts";

type Screen = "desktop" | "phone";

/** CSS pixels of the screens shown. */
const SCREENS: Record<Screen, { width: number; height: number }> = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 780 },
};
/** From this width of the window on, the frame stands beside the form. */
const BESIDE = 1024;
const THEMES: Record<string, string> = { light: "provino", dark: "provino-dark", paper: "provino-paper" };

export class LookPreview extends HTMLElement {
  #screen: Screen = "desktop";
  #frame: HTMLIFrameElement | null = null;
  #stage = make("div", { class: "look-stage" });

  connectedCallback(): void {
    const frame = this.querySelector("iframe");
    const form = document.getElementById(this.dataset.form ?? "");
    if (!frame || this.#frame || !(form instanceof HTMLFormElement)) return;
    this.#frame = frame;
    frame.replaceWith(this.#screens(), this.#stage);
    this.#stage.append(frame);
    frame.addEventListener("load", () => {
      stay(frame.contentDocument);
      this.#dress(form);
    });
    form.addEventListener("input", ({ target }) => {
      if (target instanceof HTMLInputElement && target.name === "accent") choose(form, "accent_of", "own");
      this.#dress(form);
      if (target instanceof HTMLInputElement) this.#lookAt(target.name);
    });
    new ResizeObserver(() => this.#fit()).observe(this);
    if (this.clientWidth < 600) this.#show("phone");
    this.#fit();
  }

  /** Two buttons, one pressed. */
  #screens(): HTMLElement {
    const buttons = (Object.keys(SCREENS) as Screen[]).map((screen) => {
      const words = say(screen === "desktop" ? "look_desktop" : "look_phone");
      const button = make("button", { type: "button", class: "look-screen", "data-screen": screen }, words);
      button.addEventListener("click", () => this.#show(screen));
      return button;
    });
    const group = make("div", { class: "look-screens", role: "group", "aria-label": say("look_screen") }, ...buttons);
    this.#mark(group);
    return group;
  }

  #show(screen: Screen): void {
    this.#screen = screen;
    this.#mark(this);
    this.#fit();
  }

  #mark(where: HTMLElement): void {
    for (const button of where.querySelectorAll<HTMLElement>("[data-screen]"))
      button.setAttribute("aria-pressed", String(button.dataset.screen === this.#screen));
  }

  /** The frame keeps the size of its screen and is drawn as large as there is room. */
  #fit(): void {
    const { width, height } = SCREENS[this.#screen];
    const room = this.clientWidth;
    const share = window.innerWidth < BESIDE ? 0.42 : 0.78; // above the choices it stays in sight and leaves them room
    const scale = Math.min(1, room / width, (window.innerHeight * share) / height);
    this.#stage.style.width = `${Math.round(width * scale)}px`;
    this.#stage.style.height = `${Math.round(height * scale)}px`;
    if (!this.#frame) return;
    this.#frame.style.width = `${width}px`;
    this.#frame.style.height = `${height}px`;
    this.#frame.style.transform = `scale(${scale})`;
  }

  /** What was changed is brought into sight, by scrolling the page in the frame and nothing around it. */
  #lookAt(name: string): void {
    const place = { cover_design: ".cover", spacing: "photo-grid" }[name];
    const page = this.#frame?.contentDocument;
    const element = place && page?.querySelector(place);
    const view = page?.defaultView;
    if (element && view) view.scrollTo(0, view.scrollY + element.getBoundingClientRect().top);
  }

  #dress(form: HTMLFormElement): void {
    const page = this.#frame?.contentDocument;
    if (!page?.querySelector(".cover")) return;
    const said = new FormData(form);
    const value = (name: string) => String(said.get(name) ?? "");
    const theme = THEMES[value("theme")];
    if (theme) page.documentElement.dataset.theme = theme;
    else delete page.documentElement.dataset.theme;
    page.documentElement.dataset.fonts = value("font_pair");
    const cover = page.querySelector<HTMLElement>(".cover");
    const classes = JSON.parse(cover?.dataset.covers ?? "{}")[value("cover_design")];
    if (cover && classes) cover.className = `cover ${classes}`;
    const grid = page.querySelector<HTMLElement>("photo-grid");
    if (grid && grid.dataset.gap !== value("spacing")) grid.dataset.gap = value("spacing");
    accent(page, value("accent_of") === "own" ? value("accent") : (this.dataset.brand ?? ""));
  }
}

/** The page's accent; the old stylesheet goes when the new one is there, so that nothing flashes. */
function accent(page: Document, colour: string): void {
  const old = page.querySelectorAll<HTMLLinkElement>('link[id="accent"]');
  const last = old[old.length - 1];
  const address = `/accent/${colour.replace("#", "").toLowerCase()}.css`;
  if (!last || last.getAttribute("href") === address) return;
  const link = last.cloneNode() as HTMLLinkElement;
  link.setAttribute("href", address);
  link.addEventListener("load", () => {
    for (const one of old) one.remove();
  });
  last.after(link);
}

/** Nothing leads away from the page in the frame but its own anchors. */
function stay(page: Document | null): void {
  page?.addEventListener("click", (event) => {
    const link = (event.target as Element).closest?.("a[href]");
    if (link && !link.getAttribute("href")?.startsWith("#")) event.preventDefault();
  });
  page?.addEventListener("submit", (event) => event.preventDefault());
}

function choose(form: HTMLFormElement, name: string, value: string): void {
  for (const radio of form.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`))
    if (radio.value === value) radio.checked = true;
}

customElements.define("look-preview", LookPreview);
