import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import type { Board } from "../src/board/board";
import { Bench, example, panel } from "./bench";
import { type BoardPage, openPage, useBrowser } from "./browser";

describe("levels and drives", () => {
  useBrowser();
  let bench: Awaited<ReturnType<typeof Bench.run>>;
  beforeAll(async () => {
    bench = await Bench.run(await panel());
  });
  afterAll(() => bench?.close());
  afterEach(() => bench.release("vm:24", "vm:30"));

  it("drives a pin by hand when one clicks it: 1, 0 and release, with a mark meanwhile", async () => {
    const board = await openPage(bench);
    const reads = () => bench.guest.sh("gpioget --numeric led6");
    const choose = (name: string) => board.card.getByRole("button", { name }).click();
    await board.clickPin("vm:30");
    const held = () => board.page.locator("svg.pins .held").count();
    expect(await held()).toBe(0);
    await choose("Drive this pin high by hand");
    await expect.poll(reads).toBe("1");
    await expect.poll(held).toBe(1);
    await expect.poll(() => board.page.locator("svg.pins text").textContent()).toBe("1");
    await expect.poll(() => board.cardText()).toContain("driven high by hand");

    await choose("Drive this pin low by hand");
    await expect.poll(reads).toBe("0");
    await expect.poll(() => board.page.locator("svg.pins text").textContent()).toBe("0");

    await choose("Release this pin");
    await expect.poll(held).toBe(0);
    expect(await bench.level("vm:30")).toBe("highz");
    await board.page.keyboard.press("Escape");
    await expect.poll(() => board.card.isVisible()).toBe(false);
  });

  it("shows a conflict of guest and hand on the wire, on the pins, in a banner and to a screen reader", async () => {
    const board = await openPage(bench);
    await bench.guest.sh("gpioset --daemonize led0=1");
    const spoken = board.page.locator('pb-banners [aria-live="polite"]');
    const banner = board.page.locator("pb-banners .conflict");
    await board.clickPin("vm:24");
    await board.card.getByRole("button", { name: "Drive this pin low by hand" }).click();
    await expect.poll(() => banner.innerText()).toMatch(/Conflict.*vm:24 out high against vm:24 by hand low/);
    await expect.poll(() => spoken.textContent()).toMatch(/^Conflict on the net of vm:24/);
    expect(await board.page.locator("svg.wires .strand .conflict").count()).toBeGreaterThan(0);
    expect(await board.page.locator("svg.wires .warning").count()).toBeGreaterThan(0);
    expect(await (await board.dot("led0:A")).getAttribute("class")).toContain("conflict");
    expect(await banner.isVisible()).toBe(true);

    await board.card.getByRole("button", { name: "Release this pin" }).click();
    await expect.poll(() => spoken.textContent()).toBe("The conflict has ended.");
    await expect.poll(() => board.page.locator("svg.wires .conflict").count()).toBe(0);
    await expect.poll(() => banner.count()).toBe(0);
    await bench.guest.letGo("led0");
  });

  it("leads from the banner to the conflict", async () => {
    const board = await openPage(bench);
    await bench.guest.sh("gpioset --daemonize led0=1");
    await bench.ask("/api/pins/vm:24", { method: "PUT", body: "0" });
    await board.page.locator("pb-banners").getByRole("button", { name: "Show" }).click();
    await expect.poll(() => board.cardText()).toMatch(/vm:24[^]*by hand low/);
    await bench.guest.letGo("led0");
  });

  it("names the net and its drives where the pointer is", async () => {
    const board = await openPage(bench);
    await board.pointAt("vm:12");
    await expect.poll(() => board.cardText()).toMatch(/vm:12.*b0.*in high[^]*vm:12 pull high[^]*with .*b0:2/);
    await board.page.mouse.move(4, 300);
    await expect.poll(() => board.card.isVisible()).toBe(false);
  });

  it("lists all pins, and drives them without a pointer", async () => {
    const board = await openPage(bench);
    await board.page.keyboard.press("p");
    const dialog = board.page.getByRole("dialog", { name: "Pins" });
    await board.page.keyboard.type("led6");
    await board.tabTo(dialog.getByRole("button", { name: "vm:30 1, high" }));
    await board.page.keyboard.press("Enter");
    await expect.poll(() => bench.guest.sh("gpioget --numeric led6")).toBe("1");
    expect(await dialog.getByRole("button", { name: "vm:30 1, high" }).getAttribute("aria-pressed")).toBe("true");
    await board.page.keyboard.press("Escape");
    await expect.poll(() => dialog.isVisible()).toBe(false);
  });
});

describe("bounce", () => {
  useBrowser();
  let bench: Awaited<ReturnType<typeof Bench.run>>;
  beforeAll(async () => {
    bench = await Bench.run(await example("panel"));
  });
  afterAll(() => bench?.close());

  it("is as the page says: no bounces when it is off, several when it is on, and the guest sees them", async () => {
    const board = await openPage(bench);
    const { page } = board;
    /** Presses b0 and holds it: the edges of its line that the bench made, and those that the guest counted. */
    const press = async () => {
      const before = await edgesOf(board, "vm:12");
      await bench.guest.start("gpio-count -t 1000 12 both");
      await bench.guest.expect(/counting/);
      await board.zone("b0").hover();
      await page.mouse.down();
      const counted = Number((await bench.guest.expect(/edges (\d+) rising/))[1]);
      const made = (await edgesOf(board, "vm:12")) - before;
      await page.mouse.up();
      await expect.poll(() => bench.level("vm:12")).toBe("high");
      return { made, counted };
    };
    await page.getByRole("combobox", { name: "Bounce" }).selectOption("off");
    await expect.poll(() => page.locator("pb-bounce-control input").isVisible()).toBe(false);
    expect(await press()).toEqual({ made: 1, counted: 1 });

    await page.getByRole("combobox", { name: "Bounce" }).selectOption("on");
    await page.getByLabel("Longest bounce in milliseconds").fill("100");
    await page.getByLabel("Longest bounce in milliseconds").press("Enter");
    const other = await openPage(bench);
    await expect.poll(() => other.page.getByLabel("Longest bounce in milliseconds").inputValue()).toBe("100");
    const { made, counted } = await press();
    expect([3, 5, 7]).toContain(made);
    // Edges that come faster than a guest takes interrupts are one to it.
    expect(counted).toBeGreaterThan(1);
    expect(counted).toBeLessThanOrEqual(made);
  });
});

/** How often a pin has changed, as the bench told the page. */
function edgesOf({ page }: BoardPage, pin: string): Promise<number> {
  return page.locator("pb-board").evaluate(({ model: { pins } }: Board, pin) => pins.edges[pins.number(pin)!]!, pin);
}
