import { afterEach, expect, test } from "vitest";
import { loadMessages, say, size, useCatalogue } from "./messages.ts";

const polish = {
  language: "pl",
  messages: { chosen: { one: "{n} wybrane", few: "{n} wybrane", many: "{n} wybranych" }, place_of: "{n} z {total}" },
};

afterEach(() => {
  document.body.replaceChildren();
  loadMessages();
});

test("a countable message follows the three plural forms of Polish", () => {
  useCatalogue(polish);
  expect([1, 2, 5, 12, 22, 25].map((n) => say("chosen", { n }))).toEqual([
    "1 wybrane",
    "2 wybrane",
    "5 wybranych",
    "12 wybranych",
    "22 wybrane",
    "25 wybranych",
  ]);
});

test("numbers are written as the language writes them", () => {
  useCatalogue(polish);
  expect(say("place_of", { n: 12345, total: 20000 })).toBe("12\u00a0345 z 20\u00a0000");
  expect(size(9_800_000_000)).toBe("9,8\u00a0GB");
  expect(size(612_000_000)).toBe("612\u00a0MB");
});

test("a page without words speaks English", () => {
  loadMessages();
  expect(say("chosen", { n: 1 })).toBe("1 chosen");
});

test("the words of a page replace ours and leave the rest", () => {
  const script = document.createElement("script");
  script.id = "messages";
  script.type = "application/json";
  script.textContent = JSON.stringify({ language: "pl", messages: { close: "Zamknij" } });
  document.body.append(script);
  loadMessages();
  expect(say("close")).toBe("Zamknij");
  expect(say("next")).toBe("Next");
});
