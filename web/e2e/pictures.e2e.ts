import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { beforeAll, describe, expect, it, onTestFinished } from "vitest";

import { Bench, example, ROOT } from "./bench";
import { type BoardPage, openPage, useBrowser } from "./browser";

const PICTURES = join(ROOT, "build/pictures");
type Running = Awaited<ReturnType<typeof Bench.run>>;

/** Pictures of the page at work, for people to look at: build/pictures/. */
describe("a picture of a running example", () => {
  useBrowser();
  beforeAll(() => mkdir(PICTURES, { recursive: true }));

  it("panel: switches and buttons that the guest's program shows on its LEDs", async () => {
    const bench = await running("panel", "example-panel", /the panel is on/);
    const board = await openPage(bench);
    for (const part of ["sw1", "sw2", "sw5", "sw7"]) await board.zone(part).click();
    await board.zone("b3").click({ modifiers: ["Control"] });
    await expect.poll(() => board.words("led7")).toContain("lit");
    await expect.poll(() => board.words("led3")).toContain("lit");
    await board.pointAt("led7:A");
    await expect.poll(() => board.cardText()).toContain("vm:31 out high");
    await take(board, "panel");
  });

  it("keypad-lock: a code that is being typed", async () => {
    const bench = await running("door-lock", "example-door-lock");
    const board = await openPage(bench);
    await expect.poll(() => shown(bench, "lcd", "line1")).toContain("Code, then #");
    for (const [count, key] of ["2", "5", "8"].entries()) {
      await board.zone("keypad", `Key ${key} of keypad`).hover();
      await board.page.mouse.down();
      await expect.poll(() => shown(bench, "lcd", "line2")).toContain("*".repeat(count) + key);
      // The last one stays held.
      if (count < 2) await board.page.mouse.up();
      if (count < 2) await expect.poll(() => shown(bench, "lcd", "line2")).toContain("*".repeat(count + 1));
    }
    await take(board, "keypad-lock");
  });

  it("logic-analyzer: the signals of shift registers, with cursors", async () => {
    const bench = await running("led-chain", "example-led-chain -t 60");
    const board = await openPage(bench);
    const { page } = board;
    await page.getByRole("button", { name: "Logic analyzer" }).click();
    await page.getByLabel("Trigger mode").selectOption("normal");
    await page.getByLabel("Trigger channel").selectOption("vm:2");
    await expect.poll(() => page.locator(".mode").innerText()).toBe("Triggered");
    await page.getByLabel("Part of the picture before the trigger").fill("80");
    const zoomIn = page.locator("pb-analyzer").getByRole("button", { name: "Zoom in" });
    // Down to some milliseconds, in which one burst of the shift clock is.
    while (!/^[1-9](\.\d+)?\s*ms$/.test(await page.locator(".span").innerText())) await zoomIn.click();
    await page.getByRole("button", { name: "Pause" }).click();
    // One period of the shift clock, from the first edge behind the middle on.
    await page.locator("pb-channel-list .name").nth(1).click();
    await page.locator(".screen").focus();
    for (const key of ["a", ".", "b", ".", ".", "."]) await page.keyboard.press(key);
    await page.locator("pb-channel-list .name").nth(1).hover();
    await take(board, "logic-analyzer");
  });
});

async function running(name: string, program: string, said?: RegExp): Promise<Running> {
  const bench = await Bench.run(await example(name));
  onTestFinished(() => bench.close());
  await bench.guest.start(program);
  if (said) await bench.guest.expect(said);
  return bench;
}

async function shown(bench: Bench, part: string, name: string): Promise<unknown> {
  return (await bench.diagram()).parts.find((drawn) => drawn.part === part)?.shows[name];
}

/** In both themes. */
async function take({ page }: BoardPage, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // Two frames: one to notice, one to draw.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    await page.screenshot({ path: join(PICTURES, `${name}-${colorScheme}.png`) });
  }
}
