// Immich's two pictures of each photograph, fit inside: 1440 as JPEG, 250 as WebP. As many in flight as workers.
// node sharp.mjs OUT WORKERS FILE…  prints seconds.
import { mkdirSync } from "node:fs";
import sharp from "sharp";

const [out, workers, ...files] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
sharp.concurrency(1);
sharp.cache(false);

async function render(file, number) {
  const image = sharp(file).rotate();
  await image.clone().resize(1440, 1440, { fit: "inside" }).jpeg({ quality: 80 }).toFile(`${out}/${number}-preview.jpg`);
  await image.clone().resize(250, 250, { fit: "inside" }).webp({ quality: 80 }).toFile(`${out}/${number}-thumbnail.webp`);
}

const waiting = files.map((file, number) => [file, number]);
const started = performance.now();
await Promise.all(
  Array.from({ length: Number(workers) }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await render(...next);
  }),
);
console.log((performance.now() - started) / 1000);
