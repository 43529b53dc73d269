import { expect, test } from "vitest";
import "./time-zone-guess.ts";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function chosen(zones: string[]): string | undefined {
  const options = zones.map((name) => `<option>${name}</option>`).join("");
  const guess = document.createElement("time-zone-guess");
  guess.innerHTML = `<select>${options}</select>`;
  document.body.replaceChildren(guess);
  return guess.querySelector("select")?.value;
}

test("chooses the browser's zone", () => {
  expect(chosen(["Atlantis/North", zone])).toBe(zone);
});

test("leaves the list alone when the zone is not in it", () => {
  expect(chosen(["Atlantis/North", "Atlantis/South"])).toBe("Atlantis/North");
});
