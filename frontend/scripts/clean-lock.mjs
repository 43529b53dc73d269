// Ends `npm run lock`: no address stays in the lock, and native packages of other systems, which a mirror may
// not hold, are listed all the same: `npm ci` refuses a lock without them, though it never fetches them here.
import { readFile, writeFile } from "node:fs/promises";

const path = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(await readFile(path, "utf8"));
const packages = lock.packages;

for (const entry of Object.values(packages)) {
  delete entry.funding;
  delete entry.resolved;
}

for (const entry of Object.values({ ...packages })) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`;
    const system = name.match(/(android|darwin|freebsd|linux|wasm32|win32)-?(arm64|arm|x64|wasi)?/);
    if (packages[key] || !system) continue;
    const [, os, cpu] = system;
    packages[key] = {
      version,
      ...(os === "wasm32" ? { cpu: ["wasm32"] } : { cpu: [cpu], os: [os] }),
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
    };
  }
}

lock.packages = Object.fromEntries(Object.entries(packages).sort(([one], [other]) => (one < other ? -1 : 1)));
await writeFile(path, `${JSON.stringify(lock, null, 2)}\n`);
