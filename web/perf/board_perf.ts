/**
 * How smooth a large board is in Chromium: 300 parts, whose 148 LEDs blink ten times a second, at rest, while it is moved
 * and while it is zoomed:
 *
 *     npx vite-node perf/board_perf.ts
 *
 * Prints frames a second and the longest time without one.
 */
import type { Page } from "playwright-core";

import { Bench, type BoardFile } from "../e2e/bench";
import { launchBrowser } from "../e2e/chromium";

const LEDS = 148;
const COLUMNS = 20;
const SECONDS = 5;

function largeBoard(blinking: number): BoardFile {
  const parts: object[] = [
    { id: "clock", type: "wokwi-clock-generator", left: 0, top: -120, attrs: { frequency: "10" } },
    { id: "gnd", type: "wokwi-gnd", left: 200, top: -120 },
    { id: "vcc", type: "wokwi-vcc", left: 300, top: -120 },
    { id: "vm", type: "chip-virtio-gpio", left: 400, top: -500, attrs: {} },
  ];
  const connections: unknown[] = [];
  for (let i = 0; i < LEDS; ++i) {
    const left = (i % COLUMNS) * 80;
    const top = Math.floor(i / COLUMNS) * 160;
    parts.push({ id: `led${i}`, type: "wokwi-led", left, top, attrs: { color: i % 2 ? "red" : "green" } });
    parts.push({ id: `r${i}`, type: "wokwi-resistor", left: left - 10, top: top + 100, attrs: { value: "330" } });
    connections.push([i < blinking ? "clock:CLK" : "vcc:VCC", `led${i}:A`, "green", ["v20", "*"]]);
    connections.push([`led${i}:C`, `r${i}:1`, "black", []]);
    connections.push([`r${i}:2`, "gnd:GND", "black", ["v10", "*"]]);
  }
  return { name: "large", parts, connections };
}

/** Counts frames while `act` is done again and again. */
async function frames(page: Page, act: () => Promise<void>) {
  const counting = page.evaluate(async (ms) => {
    const started = performance.now();
    let count = 0;
    let longest = 0;
    for (let last = started; last - started < ms; ++count) {
      const now = await new Promise<number>((done) => requestAnimationFrame(() => done(performance.now())));
      longest = Math.max(longest, now - last);
      last = now;
    }
    return { perSecond: (1000 * count) / ms, longest };
  }, SECONDS * 1000);
  let done = false;
  void counting.finally(() => (done = true));
  while (!done) await act();
  return counting;
}

const bench = await Bench.serve(largeBoard(Number(process.argv[2] ?? LEDS)));
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(bench.address);
  await page.waitForFunction(() =>
    document
      .querySelector("pb-page")
      ?.shadowRoot?.querySelector("pb-board")
      ?.shadowRoot?.querySelector(".world:not(.hidden-until-measured)"),
  );
  let turn = 0;
  const rest = () => new Promise<void>((done) => setTimeout(done, 50));
  await page.mouse.move(720, 450);
  const ways: Record<string, () => Promise<void>> = {
    "at rest": rest,
    moved: async () => {
      await page.mouse.down();
      await page.mouse.move(720 + 60 * Math.sin(++turn), 450 + 60 * Math.cos(turn), { steps: 5 });
      await page.mouse.up();
    },
    zoomed: async () => {
      await page.keyboard.down("Control");
      await page.mouse.wheel(0, ++turn % 10 < 5 ? 60 : -60);
      await page.keyboard.up("Control");
      await rest();
    },
  };
  for (const [name, act] of Object.entries(ways)) {
    const { perSecond, longest } = await frames(page, act);
    console.log(`${name.padEnd(8)} ${perSecond.toFixed(1)} frames/s, ${Math.round(longest)} ms without one at worst`);
  }
} finally {
  await browser.close();
  await bench.close();
}
