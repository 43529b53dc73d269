// Uploads with tus-js-client: stops in the middle, resumes, and terminates a second upload. Prints what happened as JSON.
import fs from "node:fs";
import * as tus from "../../frontend/node_modules/tus-js-client/lib.esm/node/index.js";

const [endpoint, token, gallery, path] = process.argv.slice(2);
const headers = { Authorization: `Bearer ${token}` };
const metadata = { gallery, filename: "IMG_1.jpg", relativePath: "Party/IMG_1.jpg" };
const size = fs.statSync(path).size;

function start(options) {
  return new Promise((resolve, reject) => {
    const upload = new tus.Upload(fs.createReadStream(path), {
      endpoint,
      headers,
      metadata,
      chunkSize: 40_000,
      uploadSize: size,
      retryDelays: [],
      onError: reject,
      onSuccess: (payload) => resolve({ upload, payload }),
      onChunkComplete: (_chunk, accepted) => options.stopAfter && accepted >= options.stopAfter && upload.abort().then(() => resolve({ upload })),
      ...options,
    });
    upload.start();
  });
}

const first = await start({ stopAfter: 80_000 });
const before = await fetch(first.upload.url, { method: "HEAD", headers: { ...headers, "Tus-Resumable": "1.0.0" } });
const second = await start({ uploadUrl: first.upload.url });
const told = await (await fetch(first.upload.url, { headers })).json();
const third = await start({ stopAfter: 40_000, metadata: { ...metadata, filename: "other.jpg", relativePath: "" } });
await tus.Upload.terminate(third.upload.url, { headers, retryDelays: [] });
const gone = await fetch(third.upload.url, { method: "HEAD", headers: { ...headers, "Tus-Resumable": "1.0.0" } });
console.log(
  JSON.stringify({
    resumedAt: Number(before.headers.get("upload-offset")),
    outcome: told.outcome,
    terminated: gone.status,
    url: second.upload.url,
  }),
);
