import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page } from "../lib/testing.ts";
import "./upload-panel.ts";

/** The far end: a small tus server that keeps what it was told. */
let server: Server;
let base: string;
let uploads: { metadata: Record<string, string>; length: number; offset: number }[];
let breaks: string[];
let there: object[];

function metadataOf(request: IncomingMessage): Record<string, string> {
  const pairs = String(request.headers["upload-metadata"]).split(",");
  return Object.fromEntries(
    pairs.map((pair) => pair.split(" ")).map(([key, value]) => [key, Buffer.from(value ?? "", "base64").toString()]),
  );
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader("Access-Control-Allow-Origin", "*");
  response.setHeader(
    "Access-Control-Allow-Headers",
    "*, x-csrftoken, tus-resumable, upload-length, upload-metadata, upload-offset",
  );
  response.setHeader("Access-Control-Allow-Methods", "POST, PATCH, HEAD, GET");
  response.setHeader("Access-Control-Expose-Headers", "Location, Upload-Offset, Provino-Outcome, Provino-Photo");
  response.setHeader("Tus-Resumable", "1.0.0");
  if (request.method === "OPTIONS") return void response.writeHead(204).end();
  if (request.method === "POST") {
    const metadata = metadataOf(request);
    const reason = breaks.includes(metadata.filename ?? "") && "The file is too large.";
    if (reason) {
      response.writeHead(413, { "Content-Type": "application/json" }).end(JSON.stringify({ message: reason }));
      return;
    }
    uploads.push({ metadata, length: Number(request.headers["upload-length"]), offset: 0 });
    response.writeHead(201, { Location: `${base}/uploads/${uploads.length - 1}` }).end();
    return;
  }
  if (request.url?.startsWith("/there")) {
    response.writeHead(200, { "Content-Type": "application/json" });
    return void response.end(JSON.stringify({ items: there, next: null }));
  }
  const upload = uploads[Number(request.url?.split("/").at(-1))];
  if (request.method === "PATCH" && upload) {
    for await (const bytes of request) upload.offset += (bytes as Buffer).length;
    const name = upload.metadata.filename;
    const outcome = name === "twin.jpg" ? "skipped" : name === "note.jpg" ? "not-an-image" : "added";
    response
      .writeHead(204, { "Upload-Offset": String(upload.offset), "Provino-Outcome": outcome, "Provino-Photo": "p" })
      .end();
    return;
  }
  response
    .writeHead(200, { "Content-Type": "application/json" })
    .end(JSON.stringify({ message: "This is not a picture." }));
}

beforeEach(async () => {
  uploads = [];
  breaks = [];
  there = [];
  localStorage.clear();
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  page(
    `<upload-panel data-endpoint="${base}/uploads" data-gallery="G" data-folder="photos" data-list="${base}/there">no script</upload-panel>`,
  );
});

afterEach(async () => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
  await new Promise((closed) => server.close(closed));
});

function choose(...paths: string[]): void {
  const input = document.querySelector<HTMLInputElement>("upload-panel input[webkitdirectory]");
  const files = paths.map((path) => {
    const file = new File(["x".repeat(path.length)], path.split("/").at(-1) ?? path, {
      type: "image/jpeg",
      lastModified: 1,
    });
    return Object.defineProperty(file, "webkitRelativePath", { value: path });
  });
  if (!input) throw new Error("no input");
  Object.defineProperty(input, "files", { value: files, configurable: true });
  input.dispatchEvent(new Event("change"));
}

const panel = () => document.querySelector("upload-panel")?.textContent ?? "";

test("files are sent in order with their folders, and the panel says when they are stored", async () => {
  choose("Party/10.jpg", "Party/2.jpg", "1.jpg");
  await vi.waitFor(() => expect(panel()).toContain("3 photos are stored"), 5_000);
  const told = uploads.map(({ metadata }) => [
    metadata.gallery,
    metadata.folder,
    metadata.filename,
    metadata.relativePath,
  ]);
  expect(told.sort()).toEqual([
    ["G", "photos", "1.jpg", "1.jpg"],
    ["G", "photos", "10.jpg", "Party/10.jpg"],
    ["G", "photos", "2.jpg", "Party/2.jpg"],
  ]);
  expect(uploads.every(({ offset, length }) => offset === length)).toBe(true);
  expect(panel()).toContain("2 of 2");
});

test("a bad file stands with its reason while the others arrive", async () => {
  breaks = ["huge.jpg"];
  choose("huge.jpg", "note.jpg", "1.jpg", ".DS_Store");
  await vi.waitFor(() => expect(panel()).toContain("2 files need attention"), 5_000);
  await vi.waitFor(() => expect(panel()).toContain("1 photo is stored"), 5_000);
  expect(panel()).toContain("The file is too large.");
  expect(panel()).toContain("This is not a picture.");
  document.querySelectorAll<HTMLElement>(".upload-trouble button")[0]?.click();
  await vi.waitFor(() => expect(panel()).toContain("1 file needs attention"), 5_000);
});

test("a file that was there already is said to be skipped", async () => {
  choose("twin.jpg");
  await vi.waitFor(() => expect(panel()).toContain("1 photo was here already and was skipped."), 5_000);
});

test("what is there already is not sent again, what only looks like it is", async () => {
  // choose() makes files of as many x as their path has letters.
  const sha256 = createHash("sha256").update("x".repeat("job/1.jpg".length)).digest("hex");
  const file = (name: string, told: object) => ({
    id: name,
    relative_path: name,
    size: 9,
    sha256,
    state: "ready",
    ...told,
  });
  there = [file("1.jpg", {}), file("2.jpg", { sha256: "other" }), file("3.jpg", { state: "failed" })];
  choose("job/1.jpg", "job/2.jpg", "job/3.jpg");
  await vi.waitFor(() => expect(panel()).toContain("3 photos are stored"), 5_000);
  expect(panel()).toContain("1 photo was here already and was skipped.");
  expect(uploads.map(({ metadata }) => metadata.filename).sort()).toEqual(["2.jpg", "3.jpg"]);
});

test("names that differ only in large and small letters are two files", async () => {
  choose("job/a.jpg", "job/A.jpg");
  await vi.waitFor(() => expect(panel()).toContain("2 photos are stored"), 5_000);
  expect(uploads.map(({ metadata }) => metadata.filename).sort()).toEqual(["A.jpg", "a.jpg"]);
});
