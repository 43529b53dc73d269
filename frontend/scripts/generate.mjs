// Makes what the build needs, in generated/ (git-ignored): small fonts, the icon sprite, and in public/, which the build
// takes over as it is, the list of messages the server translates.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import subsetFont from "subset-font";
import icons from "../icons.json" with { type: "json" };

const out = new URL("../generated/", import.meta.url);
const packages = new URL("../node_modules/", import.meta.url);

/** Characters from `first` to `last`, both included. */
function range(first, last) {
  return Array.from({ length: last - first + 1 }, (_, step) => String.fromCodePoint(first + step)).join("");
}

const LATIN = `${range(0x20, 0x7e)}${range(0xa0, 0xff)}–—‘’‚“”„•…‹›€−×→←↑↓™\u2009\u202f\u2011`;
// Latin Extended-A without the letters no living alphabet of Europe writes.
const LATIN_EXT = `${range(0x100, 0x17f).replace(/[ĔĕĬĭĲĳĸĿŀŉŎŏſ]/g, "")}ȘșȚț`;
const FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"];

// The axes reach only as far as our type scale: full files are 260 kB, these under 120 kB for each pair a page may use.
// `plain`: its small capitals and old-style figures are not used; following them would double the file.
const FONTS = [
  {
    family: "newsreader",
    file: "opsz-normal",
    axes: { wght: { min: 200, max: 400 }, opsz: { min: 24, max: 72, default: 24 } },
    plain: true,
  },
  { family: "fraunces", file: "opsz-normal", axes: { wght: { min: 200, max: 400 }, opsz: 96 }, plain: true },
  { family: "cormorant", file: "wght-normal", axes: { wght: { min: 300, max: 500 } }, plain: true },
  { family: "jost", file: "wght-normal", axes: { wght: { min: 200, max: 400 } } },
  { family: "instrument-sans", file: "wght-normal", axes: { wght: { min: 400, max: 600 } } },
];

await mkdir(new URL("public/", out), { recursive: true });
await copyFile(new URL("../messages.json", import.meta.url), new URL("public/messages.json", out));
for (const { family, file, axes, plain } of FONTS) {
  for (const [subset, text] of [
    ["latin", LATIN],
    ["latin-ext", LATIN_EXT],
  ]) {
    const source = await readFile(
      new URL(`@fontsource-variable/${family}/files/${family}-${subset}-${file}.woff2`, packages),
    );
    const options = { targetFormat: "woff2", variationAxes: axes, keepFeatures: FEATURES, noHinting: true };
    const font = await subsetFont(source, text, { ...options, noLayoutClosure: Boolean(plain) });
    await writeFile(new URL(`${family}-${subset}.woff2`, out), font);
  }
}

const symbols = await Promise.all(
  icons.map(async (name) => {
    const svg = await readFile(new URL(`lucide-static/icons/${name}.svg`, packages), "utf8");
    const body = svg
      .slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.indexOf("</svg>"))
      .replace(/\s+/g, " ")
      .trim();
    return `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`;
  }),
);
await writeFile(new URL("icons.svg", out), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`);
