import { readFile } from "node:fs/promises";

import type { AxeResults, RunOptions } from "axe-core";
import { describe, expect, it, onTestFinished } from "vitest";

import { Bench, example } from "./bench";
import { type BoardPage, openPage, useBrowser } from "./browser";

const AXE = new URL("../node_modules/axe-core/axe.min.js", import.meta.url);

describe("axe finds no serious fault", () => {
  useBrowser();

  for (const name of ["panel", "door-lock", "encoder-menu", "counter"]) {
    for (const colorScheme of ["light", "dark"] as const) {
      it(`on ${name} with the logic analyzer open, a pin's card and a conflict, ${colorScheme}`, async () => {
        const bench = await Bench.serve(await example(name));
        onTestFinished(() => bench.close());
        const board = await openPage(bench, { colorScheme });
        await board.page.getByRole("button", { name: "Logic analyzer" }).click();
        await board.page.locator("pb-channel-list li").first().waitFor();
        await fight(bench);
        await board.page.locator("pb-banners .conflict").waitFor();
        await board.clickPin("vm:0");
        await board.card.getByRole("button").first().waitFor();
        expect(await faults(board)).toEqual([]);
      });
    }
  }

  it("in the list of pins and in the analyzer's", async () => {
    const bench = await Bench.serve(await example("panel"));
    onTestFinished(() => bench.close());
    const board = await openPage(bench);
    await board.page.keyboard.press("p");
    await board.page.getByRole("dialog", { name: "Pins" }).waitFor();
    expect(await faults(board)).toEqual([]);
    await board.page.keyboard.press("Escape");
    await board.page.getByRole("button", { name: "Logic analyzer" }).click();
    await board.page.getByRole("button", { name: /^Pins \d/ }).click();
    await board.page.getByRole("dialog", { name: "Pins to show" }).waitFor();
    await board.page.getByLabel("Trigger mode").selectOption("auto");
    expect(await faults(board)).toEqual([]);
  });
});

/** Two drives by hand at the ends of a wire that no part drives. */
async function fight(bench: Bench): Promise<void> {
  for (const { from, to } of (await bench.diagram()).wires) {
    if (!from.startsWith("vm:") || (await bench.level(from)) !== "highz") continue;
    await bench.ask(`/api/pins/${from}`, { method: "PUT", body: "1" });
    await bench.ask(`/api/pins/${to}`, { method: "PUT", body: "0" });
    return;
  }
  throw new Error("this board has no wire to fight on");
}

/** What axe says is serious or worse: rule, and where. */
async function faults({ page }: BoardPage): Promise<string[]> {
  await page.evaluate(await readFile(AXE, "utf8"));
  const options: RunOptions = { resultTypes: ["violations"] };
  const results = await page.evaluate(
    (options) => (window as unknown as { axe: { run(o: RunOptions): Promise<AxeResults> } }).axe.run(options),
    options,
  );
  return results.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${String(target)}: ${failureSummary}`),
    );
}
