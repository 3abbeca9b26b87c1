import { defineConfig } from "vitest/config";

import { gzipFiles } from "./gzip_files";

// No inline script or style: the page is served with a policy that forbids them.
export default defineConfig({
  base: "./",
  plugins: [gzipFiles()],
  build: {
    outDir: "../build/web",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // The page, and the pictures of parts and boards for `pinbridge test`.
    rollupOptions: { input: ["index.html", "picture.html"] },
  },
  server: {
    // The tables of microcontrollers are the program's.
    fs: { allow: [".."] },
    // npm run dev beside a running `pinbridge run --http 127.0.0.1:8080`.
    proxy: { "/api": "http://127.0.0.1:8080", "/ws": { target: "ws://127.0.0.1:8080", ws: true } },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*_test.ts"],
    testTimeout: 60_000,
    // A processor that it usually leaves to others is half of a small machine.
    pool: "threads",
    maxWorkers: "100%",
    minWorkers: 1,
  },
});
