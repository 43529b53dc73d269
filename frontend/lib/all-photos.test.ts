import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeAllInPlace } from "./all-photos.ts";
import { page } from "./testing.ts";

let answer: () => Response | Promise<Response>;
let asked: FormData[];
const go = vi.fn();
const json = { "Content-Type": "application/json" };

beforeEach(() => {
  asked = [];
  go.mockReset();
  vi.stubGlobal("fetch", async (_address: string, { body }: { body: FormData }) => {
    asked.push(body);
    return answer();
  });
  page(`<form data-take-all action="/g/x/all"><input type="hidden" name="key" value="k"><p data-error hidden></p>
    <button>Take them all</button></form>`);
});

afterEach(() => vi.unstubAllGlobals());

function press(): { form: HTMLFormElement; error: HTMLElement } {
  const form = document.querySelector("form") as HTMLFormElement;
  if (!asked.length) takeAllInPlace(form, go);
  form.requestSubmit();
  return { form, error: form.querySelector("[data-error]") as HTMLElement };
}

test("all are taken, and the page that follows says so", async () => {
  answer = () => new Response('{"next": "/g/x/favourites?taken=1"}', { headers: json });
  press();
  await vi.waitFor(() => expect(go).toHaveBeenCalledWith("/g/x/favourites?taken=1"));
});

test("without a network it says so beside the button, and the same press once more is the same action", async () => {
  answer = () => Promise.reject(new TypeError("offline"));
  const { form, error } = press();
  await vi.waitFor(() => expect(error.hidden).toBe(false));
  expect(error.textContent).toBe("We could not reach the server. Check the connection and try again.");
  answer = () =>
    new Response('{"message": "You can choose 3 photos here, so not all 4."}', { status: 409, headers: json });
  expect(form.querySelector("button")?.disabled).toBe(false);
  press();
  await vi.waitFor(() => expect(error.textContent).toContain("so not all 4"));
  expect(asked.map((body) => body.get("key"))).toEqual(["k", "k"]);
  expect(go).not.toHaveBeenCalled();
});
