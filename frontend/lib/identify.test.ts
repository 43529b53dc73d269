import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { identify, isIdentified, setIdentified } from "./identify.ts";

const DIALOG = `<dialog id="identify"><form data-step="who" action="/g/x/identify"><h2 id="t">Who</h2>
<input type="email" name="email"><input name="name"><p data-error hidden></p><button>Save</button>
<button type="button" data-close>Cancel</button><button type="button" data-send-code>Code</button></form>
<form data-step="code" action="/g/x/code" hidden><h2 id="u">Code</h2><b data-sent></b><input name="code">
<p data-error hidden></p><button>Go</button><button type="button" data-back>Back</button></form></dialog>`;

let asked: { address: string; fields: Record<string, string> }[];
let answer: () => Response;
const json = (body: object, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
const find = <E extends HTMLElement>(selector: string) => document.querySelector(selector) as E;
const proven = vi.fn();

beforeEach(() => {
  asked = [];
  answer = () => json({});
  document.body.innerHTML = DIALOG;
  setIdentified(false);
  document.addEventListener("proven", proven);
  vi.stubGlobal("fetch", async (address: string, { body }: { body: FormData }) => {
    const fields = Object.fromEntries([...body].map(([name, value]) => [name, String(value)]));
    asked.push({ address: new URL(address, "http://x").pathname, fields });
    return answer();
  });
});

afterEach(() => {
  find<HTMLButtonElement>("[data-close]")?.click();
  proven.mockClear();
});

function type(selector: string, value: string): void {
  find<HTMLInputElement>(selector).value = value;
}

test("an address is asked once", async () => {
  const known = identify();
  type("[name=email]", "ola@example.com");
  find<HTMLFormElement>("[data-step=who]").requestSubmit();
  expect(await known).toBe(true);
  expect(isIdentified()).toBe(true);
  expect(asked).toEqual([{ address: "/g/x/identify", fields: { email: "ola@example.com", name: "" } }]);
  expect(proven).not.toHaveBeenCalled();
});

test("closing says no", async () => {
  const known = identify();
  find<HTMLButtonElement>("[data-close]").click();
  expect(await known).toBe(false);
  expect(isIdentified()).toBe(false);
});

test("a code is sent, refused with words, and proves", async () => {
  const known = identify();
  type("[name=email]", "ola@example.com");
  answer = () => json({ sent: "ola@example.com" });
  find<HTMLButtonElement>("[data-send-code]").click();
  await vi.waitFor(() => expect(find("[data-step=code]").hidden).toBe(false));
  expect(find("[data-step=who]").hidden).toBe(true);
  expect(find("[data-sent]").textContent).toBe("ola@example.com");
  answer = () => json({ code: "wrong-code", message: "Not the code." }, 409);
  type("[name=code]", "000000");
  find<HTMLFormElement>("[data-step=code]").requestSubmit();
  await vi.waitFor(() => expect(find("[data-step=code] [data-error]").textContent).toBe("Not the code."));
  answer = () => json({ name: "Ola" });
  type("[name=code]", "123456");
  find<HTMLFormElement>("[data-step=code]").requestSubmit();
  expect(await known).toBe(true);
  await vi.waitFor(() => expect(proven).toHaveBeenCalledOnce());
  expect(asked.map(({ address }) => address)).toEqual(["/g/x/code", "/g/x/code", "/g/x/code"]);
});

test("another address may be typed", async () => {
  const known = identify();
  type("[name=email]", "ola@example.com");
  answer = () => json({ sent: "ola@example.com" });
  find<HTMLButtonElement>("[data-send-code]").click();
  await vi.waitFor(() => expect(find("[data-step=code]").hidden).toBe(false));
  find<HTMLButtonElement>("[data-back]").click();
  expect(find("[data-step=who]").hidden).toBe(false);
  find<HTMLButtonElement>("[data-close]").click();
  expect(await known).toBe(false);
});
