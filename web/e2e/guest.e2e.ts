import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { Bench, panel } from "./bench";
import { openPage, useBrowser } from "./browser";

describe("the panel with a guest", () => {
  useBrowser();
  let bench: Awaited<ReturnType<typeof Bench.run>>;
  beforeAll(async () => {
    bench = await Bench.run(await panel());
  });
  afterAll(() => bench?.close());

  it("shows that the guest is connected, in the header and on its chip", async () => {
    const { page } = await openPage(bench);
    await expect.poll(() => page.locator("pb-guests li").getAttribute("class")).toBe("connected");
    expect(await page.locator("pb-guests li").innerText()).toContain("vm");
    expect(await page.locator('.hand[data-part="vm"]').getAttribute("aria-label")).toMatch(/^Chip vm, connected/);
  });

  it("interrupts the guest when a button is clicked: gpiomon prints falling and rising", async () => {
    const board = await openPage(bench);
    await bench.guest.start("gpiomon --banner -n 2 b0");
    await bench.guest.expect(/Monitoring/);
    await board.zone("b0").hover();
    await board.page.mouse.down();
    await bench.guest.expect(/falling\s.*b0/);
    await board.page.mouse.up();
    await bench.guest.expect(/rising\s.*b0/);
  });

  it("lights the LED that the guest turns on, to be seen on the screen", async () => {
    const board = await openPage(bench);
    const led = await board.drawing("led0");
    const dark = await board.colour(led);
    await bench.guest.sh("gpioset --daemonize led0=1");
    await expect.poll(() => board.property("led0", "value")).toBe(true);
    await expect.poll(() => board.words("led0")).toBe("LED led0, red, lit");
    const lit = await board.colour(led);
    expect(distance(dark, lit), `${dark} and ${lit}`).toBeGreaterThan(40);

    await bench.guest.letGo("led0");
    await expect.poll(() => board.property("led0", "value")).toBe(false);
    await expect.poll(async () => distance(dark, await board.colour(led))).toBeLessThan(3);
  });

  it("shows how bright an LED is that the guest dims", async () => {
    const board = await openPage(bench);
    await bench.guest.start("while :; do gpio-toggle 24 2000 >/dev/null; done");
    await expect.poll(() => board.property("led0", "brightness")).toBeGreaterThan(0.5);
    const dimmed = async () => Number(/(\d+) percent/.exec(await board.words("led0"))?.[1] ?? 0);
    await expect.poll(dimmed).toBeGreaterThan(10);
    bench.guest.interrupt();
    await expect.poll(() => board.property("led0", "value")).toBe(false);
  });

  it("draws a line's level on its wires and its pin as the guest sets it", async () => {
    const board = await openPage(bench);
    const dot = await board.dot("vm:25");
    await bench.guest.sh("gpioset --daemonize led1=1");
    await expect.poll(() => dot.getAttribute("class")).toContain("pin high");
    await bench.guest.letGo("led1");
    await bench.guest.sh("gpioset --daemonize led1=0");
    await expect.poll(() => dot.getAttribute("class")).toContain("pin low");
    await bench.guest.letGo("led1");
    await expect.poll(() => dot.getAttribute("class")).toContain("pin highz");
  });
});

function distance(a: number[], b: number[]): number {
  return Math.hypot(...a.map((value, i) => value - (b[i] ?? 0)));
}
