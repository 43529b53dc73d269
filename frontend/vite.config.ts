import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [tailwindcss()],
  // Relative, so that scripts, fonts and icons find each other whatever STATIC_URL is.
  base: "./",
  publicDir: "generated/public",
  build: {
    outDir: "../src/provino/web/shared/static/provino",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ["chrome120", "firefox121", "safari17"],
    rollupOptions: {
      input: [
        "portal.ts",
        "dashboard.ts",
        "styles/portal.css",
        "styles/dashboard.css",
        "generated/icons.svg",
        "favicon.svg",
      ],
    },
  },
  test: {
    environment: "happy-dom",
    // The uploader's test talks to a server of its own.
    environmentOptions: { happyDOM: { settings: { fetch: { disableSameOriginPolicy: true } } } },
    // As in a browser: what tus-js-client brings for Node cannot read a File.
    alias: {
      "tus-js-client": fileURLToPath(new URL("node_modules/tus-js-client/lib.esm/browser/index.js", import.meta.url)),
    },
    server: { deps: { inline: ["@uppy/tus"] } },
    include: ["elements/**/*.test.ts", "lib/**/*.test.ts"],
  },
});
