// Ends `npm run build`: beside every text file its gzip and Brotli form, which the server sends where a browser takes it.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = new URL("../../src/provino/web/shared/static/provino/assets/", import.meta.url);

for (const name of await readdir(folder)) {
  if (!/\.(css|js|svg)$/.test(name)) continue;
  const bytes = await readFile(new URL(name, folder));
  await writeFile(new URL(`${name}.gz`, folder), gzipSync(bytes, { level: 9 }));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  await writeFile(new URL(`${name}.br`, folder), brotliCompressSync(bytes, { params }));
}
