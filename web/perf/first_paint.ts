/**
 * How long the panel's page takes to appear, served by the real program to Chromium, each time with an empty cache:
 *
 *     npx vite-node perf/first_paint.ts [runs]
 *
 * Prints ms from the navigation to the first contentful paint and until the board's chip is drawn (medians, and the
 * worst), and what the page's files weigh, compressed and not.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { Bench, example, ROOT } from "../e2e/bench";
import { launchBrowser } from "../e2e/chromium";

const RUNS = Number(process.argv[2] ?? 9);
const FILES = join(ROOT, "build/web/page");

const bench = await Bench.serve(await example("panel"));
const browser = await launchBrowser();
const times: Record<"first contentful paint" | "chip drawn", number[]> = {
  "first contentful paint": [],
  "chip drawn": [],
};
try {
  // The first run is slower for the browser's sake, and does not count.
  for (let run = 0; run <= RUNS; ++run) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript(() => {
      const look = () => {
        const board = document.querySelector("pb-page")?.shadowRoot?.querySelector("pb-board")?.shadowRoot;
        // The world is hidden until all of its parts are measured and in their places.
        if (board?.querySelector(".world:not(.hidden-until-measured) pb-chip")) performance.mark("chip");
        else requestAnimationFrame(look);
      };
      look();
    });
    await page.goto(bench.address);
    const [paint, chip] = await page.evaluate(async () => {
      const times = () =>
        ["first-contentful-paint", "chip"].flatMap((name) => performance.getEntriesByName(name)[0]?.startTime ?? []);
      while (times().length < 2) await new Promise(requestAnimationFrame);
      return times();
    });
    if (run > 0) {
      times["first contentful paint"].push(paint!);
      times["chip drawn"].push(chip!);
    }
    await context.close();
  }
} finally {
  await browser.close();
  await bench.close();
}

for (const [what, all] of Object.entries(times)) {
  all.sort((a, b) => a - b);
  console.log(
    `${what}: ${Math.round(all[all.length >> 1]!)} ms, at worst ${Math.round(all.at(-1)!)} ms, of ${RUNS} runs`,
  );
}
const sizes = { files: 0, bytes: 0, compressed: 0 };
for (const file of await readdir(FILES, { recursive: true, withFileTypes: true })) {
  // The compressed copies are what browsers receive.
  if (!file.isFile() || file.name.endsWith(".gz")) continue;
  const bytes = await readFile(join(file.parentPath ?? file.path, file.name));
  ++sizes.files;
  sizes.bytes += bytes.length;
  sizes.compressed += gzipSync(bytes, { level: 9 }).length;
}
const kB = (size: number) => `${(size / 1000).toFixed(0)} kB`;
console.log(`all that a page may load: ${kB(sizes.compressed)} of ${kB(sizes.bytes)}, in ${sizes.files} files`);
