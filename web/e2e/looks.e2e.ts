import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { Bench, panel } from "./bench";
import { openPage, useBrowser } from "./browser";

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

describe("how the page looks and is used", () => {
  useBrowser();
  let bench: Awaited<ReturnType<typeof Bench.run>>;
  beforeAll(async () => {
    bench = await Bench.run(await panel());
  });
  afterAll(() => bench?.close());

  it("is used without a mouse: Tab leads to a button, Space presses it, and the guest sees both edges", async () => {
    const board = await openPage(bench);
    const b2 = board.zone("b2");
    await board.tabTo(b2);
    expect(await b2.evaluate((spot) => getComputedStyle(spot).outlineStyle)).toBe("solid");
    await bench.guest.start("gpiomon --banner -n 2 b2");
    await bench.guest.expect(/Monitoring/);
    await board.page.keyboard.down(" ");
    await bench.guest.expect(/falling\s.*b2/);
    await board.page.keyboard.up(" ");
    await bench.guest.expect(/rising\s.*b2/);
    await board.tabTo(board.zone("b1"), "Shift+Tab");
  });

  it("is dark where the system is, light where it is not, and as the switch says", async () => {
    const background = (page: Awaited<ReturnType<typeof openPage>>["page"]) =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [light, dark] = [
      await openPage(bench, { colorScheme: "light" }),
      await openPage(bench, { colorScheme: "dark" }),
    ];
    const [bright, dim] = [await background(light.page), await background(dark.page)];
    expect(lightness(bright)).toBeGreaterThan(200);
    expect(lightness(dim)).toBeLessThan(70);
    // Automatic, light, dark.
    await light.page.getByRole("button", { name: /^Colours/ }).click();
    await light.page.getByRole("button", { name: /^Colours/ }).click();
    expect(await background(light.page)).toBe(dim);
    await light.page.reload();
    await light.drawn();
    expect(await background(light.page)).toBe(dim);
  });

  it("fits a phone: nothing sticks out to the side, and a finger presses a button of the board", async () => {
    const board = await openPage(bench, PHONE);
    const { page } = board;
    const sticksOut = () =>
      page.evaluate(() => {
        const root = document.documentElement;
        const parts = [...document.querySelector("pb-page")!.shadowRoot!.querySelectorAll("header, main, section")];
        return [root, ...parts].filter((part) => part.scrollWidth > root.clientWidth).map((part) => part.localName);
      });
    expect(await sticksOut()).toEqual([]);
    await page.getByRole("button", { name: "Logic analyzer" }).tap();
    await page.locator("pb-wave-view").waitFor();
    expect(await sticksOut()).toEqual([]);
    await page.getByRole("button", { name: "Logic analyzer" }).tap();
    await bench.guest.start("gpiomon --banner -e falling -n 1 b0");
    await bench.guest.expect(/Monitoring/);
    await board.zone("b0").tap();
    await bench.guest.expect(/falling/);
  });

  it("zooms with the wheel and the keys, pans, and fits the board again", async () => {
    const { page } = await openPage(bench);
    const scale = async () => Number((await page.locator(".toolbar span").innerText()).replace("%", ""));
    const fitted = await scale();
    await page.mouse.move(700, 450);
    await page.mouse.wheel(0, -400);
    await expect.poll(scale).toBeGreaterThan(fitted);
    await page.keyboard.press("0");
    await expect.poll(scale).toBe(fitted);
    await page.keyboard.press("+");
    await expect.poll(scale).toBeGreaterThan(fitted);
    const before = await page.locator('.hand[data-part="vm"]').boundingBox();
    await page.mouse.move(40, 440);
    await page.mouse.down();
    await page.mouse.move(140, 490, { steps: 4 });
    await page.mouse.up();
    const after = await page.locator('.hand[data-part="vm"]').boundingBox();
    expect(Math.round(after!.x - before!.x)).toBe(100);
    expect(Math.round(after!.y - before!.y)).toBe(50);
  });
});

/** Of "rgb(r, g, b)". */
function lightness(colour: string): number {
  const parts = (colour.match(/\d+/g) ?? []).slice(0, 3).map(Number);
  return parts.reduce((a, b) => a + b, 0) / 3;
}
