import { readFile } from "node:fs/promises";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Analyzer } from "../src/analyzer/analyzer";
import { Bench, panel } from "./bench";
import { type BoardPage, openPage, useBrowser } from "./browser";
import { readVcd } from "./vcd";

const EDGES = 2000;

describe("the logic analyzer with a guest", () => {
  useBrowser();
  let bench: Awaited<ReturnType<typeof Bench.run>>;
  beforeAll(async () => {
    bench = await Bench.run(await panel());
  });
  afterAll(() => bench?.close());

  it("shows the pins that one chooses, and saves each edge that the guest made on them", async () => {
    const board = await opened(bench);
    await choosePins(board, "vm:24", "vm:25");
    await bench.guest.sh(`gpio-toggle 24 ${EDGES}`);
    await expect.poll(() => edgesOf(board, "vm:24")).toBeGreaterThanOrEqual(EDGES);

    const vcd = readVcd(await save(board, "Save VCD"));
    expect(Object.keys(vcd)).toEqual(["vm.24", "vm.25"]);
    const changes = vcd["vm.24"]!;
    // Before and after, no pin drives it; in between it begins low.
    const driven = changes.filter(({ value }) => value !== "z");
    expect(driven.map(({ value }) => value)).toEqual([
      "0",
      ...Array.from({ length: EDGES }, (_, i) => String((i + 1) % 2)),
    ]);
    const times = changes.map(({ time }) => time);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(vcd["vm.25"]!.map(({ value }) => value)).toEqual(["z"]);
  });

  it("draws the edges that came", async () => {
    const board = await opened(bench);
    await choosePins(board, "vm:24");
    const drawing = () => board.page.locator("canvas.waves").screenshot({ scale: "css" });
    await board.page.getByRole("button", { name: "Pause" }).click();
    const before = await drawing();
    await board.page.getByRole("button", { name: "Follow" }).click();
    await bench.guest.sh("gpio-toggle 24 200");
    await expect.poll(() => edgesOf(board, "vm:24")).toBeGreaterThanOrEqual(200);
    await board.page.getByRole("button", { name: "All", exact: true }).click();
    await expect.poll(async () => (await drawing()).equals(before)).toBe(false);
  });

  it("stops at the trigger's first edge, and shows the time between two cursors", async () => {
    const board = await opened(bench);
    const { page } = board;
    await choosePins(board, "vm:25");
    await page.getByLabel("Trigger mode").selectOption("single");
    await page.getByLabel("Trigger on").selectOption("rising");
    const mode = page.locator(".mode");
    await expect.poll(() => mode.innerText()).toBe("Waiting for trigger");
    await bench.guest.sh("gpio-toggle 25 10");
    await expect.poll(() => mode.innerText()).toBe("Stopped at trigger");

    const waves = page.locator(".screen");
    await waves.focus();
    for (const key of ["a", ",", "b", ",", ","]) await page.keyboard.press(key);
    await expect.poll(() => page.locator("footer .cursors").innerText()).toMatch(/A.*B.*Δt.*1\/Δt.*Hz/s);
    // From one edge to the next: what it was at first, and the two.
    expect(readVcd(await save(board, "A–B"))["vm.25"]!.length).toBeLessThanOrEqual(3);
  });

  it("begins again by itself when the connection comes back", async () => {
    const served = await Bench.serve(await panel());
    const board = await opened(served);
    try {
      board.expectComplaint(/WebSocket connection to .* failed|ERR_CONNECTION_REFUSED/);
      await choosePins(board, "vm:3");
      await served.stop();
      await board.page.locator("pb-banners .lost").waitFor();
      await served.startAgain();
      await board.page.locator("pb-banners .lost").waitFor({ state: "detached" });
      await board.zone("sw3").click();
      await expect.poll(() => edgesOf(board, "vm:3")).toBeGreaterThan(0);
      expect(readVcd(await save(board, "Save VCD"))["vm.3"]?.at(-1)?.value).toBe("1");
    } finally {
      await served.close();
    }
  });
});

async function opened(bench: Bench): Promise<BoardPage> {
  const board = await openPage(bench);
  await board.page.getByRole("button", { name: "Logic analyzer" }).click();
  await board.page.locator("pb-channel-list li").first().waitFor();
  return board;
}

/** Shows these pins and no others, and waits until they are captured. */
async function choosePins({ page }: BoardPage, ...pins: string[]): Promise<void> {
  await page.getByRole("button", { name: /^Pins \d/ }).click();
  const dialog = page.getByRole("dialog", { name: "Pins to show" });
  await dialog.getByRole("button", { name: "None" }).click();
  for (const pin of pins) {
    await dialog.getByLabel("Filter pins").fill(pin);
    await dialog.getByRole("checkbox", { name: pin }).first().check();
  }
  await page.keyboard.press("Escape");
  await expect.poll(() => page.locator("pb-channel-list li").count()).toBe(pins.length);
  await page.getByRole("link", { name: "Save VCD" }).waitFor();
  await expect.poll(() => page.locator(".mode").innerText()).toBe("Following");
}

/** How many edges of a shown pin have come to the page. */
function edgesOf({ page }: BoardPage, pin: string): Promise<number> {
  return page.locator("pb-analyzer").evaluate((analyzer: Analyzer, pin) => {
    const { store } = analyzer.scope.session;
    const track = store?.track(pin);
    return track ? track.end - track.first : 0;
  }, pin);
}

async function save({ page }: BoardPage, link: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: link, exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.vcd$/);
  return readFile(await download.path(), "utf8");
}
