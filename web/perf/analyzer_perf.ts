/**
 * How many frames a second the logic analyzer draws under load, in Chromium:
 *
 *     npx vite-node perf/analyzer_perf.ts [path of Chromium]
 *
 * Ends with 1 if 8 channels at 100,000 edges/s in total come to fewer than 30. The simulated edges are made on the page's
 * own thread and count against it.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { build, preview } from "vite";
import type { Load } from "./analyzer_page";

const FEWEST_FRAMES = 30;
const PAGE = "perf/analyzer_page.html";
const SECOND = 1e9;

const LOADS: { name: string; ratio: number; load: Load }[] = [
  ...[1e-3, 0.1, 10].map((seconds) => ({
    name: `8 channels, 100k edges/s, ${seconds} s across`,
    ratio: 1,
    load: { channels: 8, rate: 100_000, history: 12 * SECOND, span: seconds * SECOND },
  })),
  {
    name: "8 channels, 100k edges/s, 40 s across, memory full, HiDPI",
    ratio: 2,
    load: { channels: 8, rate: 100_000, history: 42 * SECOND, span: 40 * SECOND },
  },
  {
    name: "16 channels, 200k edges/s, 50 ms across, HiDPI",
    ratio: 2,
    load: { channels: 16, rate: 200_000, history: SECOND, span: SECOND / 20 },
  },
];

const outDir = await mkdtemp(join(tmpdir(), "pinbridge-perf-"));
await build({
  configFile: false,
  base: "./",
  logLevel: "error",
  build: { outDir, target: "es2022", rollupOptions: { input: PAGE } },
});
const server = await preview({ configFile: false, build: { outDir }, preview: { port: 0 }, logLevel: "error" });
const browser = await chromium.launch({
  executablePath: process.argv[2] ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});

let worst = Infinity;
console.log("frames/s  draws/s  draw ms, median  95 %     edges kept  edges/s");
for (const { name, ratio, load } of LOADS) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: ratio });
  await page.goto(new URL(PAGE, server.resolvedUrls!.local[0]).href);
  const figures = await page.evaluate((load) => window.measure(load), load);
  await page.close();
  const numbers: [number, number, number][] = [
    [figures.frames, 8, 1],
    [figures.draws, 9, 1],
    [figures.median, 17, 2],
    [figures.p95, 6, 2],
    [figures.edgesKept, 15, 0],
    [figures.edgesTold, 9, 0],
  ];
  console.log(numbers.map(([n, width, digits]) => n.toFixed(digits).padStart(width)).join("") + "   " + name);
  if (load.channels === 8) worst = Math.min(worst, figures.draws);
}
await browser.close();
server.httpServer.close();
await rm(outDir, { recursive: true });
process.exit(worst < FEWEST_FRAMES ? 1 : 0);
