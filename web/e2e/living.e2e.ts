import { describe, expect, it, onTestFinished } from "vitest";

import { Bench, panel } from "./bench";
import { openPage, useBrowser } from "./browser";

const LED = { id: "extra", type: "wokwi-led", left: 1150, top: 560, attrs: { color: "green" } };

describe("a page that stays open", () => {
  useBrowser();

  it("agrees with other pages: what one does, all show", async () => {
    const bench = await served();
    const [one, two] = [await openPage(bench), await openPage(bench)];
    await one.zone("sw3").click();
    await expect.poll(() => two.zone("sw3").getAttribute("aria-checked")).toBe("true");
    await two.zone("b0").click({ modifiers: ["Control"] });
    await expect.poll(() => one.property("b0", "pressed")).toBe(true);
    await two.page.getByRole("combobox", { name: "Bounce" }).selectOption("off");
    await expect.poll(() => one.page.getByRole("combobox", { name: "Bounce" }).inputValue()).toBe("off");

    // A page that connects later gets the present state.
    const three = await openPage(bench);
    expect(await three.zone("sw3").getAttribute("aria-checked")).toBe("true");
    expect(await three.property("b0", "pressed")).toBe(true);
    expect(await three.page.getByRole("combobox", { name: "Bounce" }).inputValue()).toBe("off");
  });

  it("shows the new board when its file is saved, and what the parts stood at before", async () => {
    const bench = await served();
    const board = await openPage(bench);
    await board.zone("sw3").click();
    await expect.poll(() => bench.level("vm:3")).toBe("high");
    const before = await panel();
    await bench.save({ ...before, parts: [...before.parts, LED] });
    const extra = board.page.locator('.hand[data-part="extra"]');
    await expect.poll(() => extra.count()).toBe(1);
    expect(await board.words("extra")).toBe("LED extra, green, dark");
    expect(await board.zone("sw3").getAttribute("aria-checked")).toBe("true");
    await bench.save(before);
    await expect.poll(() => extra.count()).toBe(0);
  });

  it("shows a lost connection, reconnects without a reload when the program is back, and works again", async () => {
    const bench = await served();
    const board = await openPage(bench);
    // A browser logs what cannot be reached.
    board.expectComplaint(/WebSocket connection to .* failed|ERR_CONNECTION_REFUSED/);
    await board.page.evaluate(() => Object.assign(window, { sameDocument: true }));
    const lost = board.page.locator("pb-banners .lost");
    await bench.stop();
    await expect.poll(() => lost.textContent()).toContain("Reconnecting automatically");
    await bench.startAgain();
    await lost.waitFor({ state: "detached" });
    expect(await board.page.locator("pb-banners .said").textContent()).toBe("Reconnected.");
    await board.zone("sw5").click();
    await expect.poll(() => bench.level("vm:5")).toBe("high");
    await expect.poll(() => board.property("sw5", "value")).toBe(1);
    expect(await board.page.evaluate(() => "sameDocument" in window)).toBe(true);
  });

  it("shows whether a guest is connected", async () => {
    const bench = await served();
    const { page } = await openPage(bench);
    expect(await page.locator("pb-guests li").innerText()).toContain("waiting for a guest");
    await bench.attach();
    await expect.poll(() => page.locator("pb-guests li").getAttribute("class")).toBe("connected");
  });
});

async function served(): Promise<Bench> {
  const bench = await Bench.serve(await panel());
  onTestFinished(() => bench.close());
  return bench;
}
