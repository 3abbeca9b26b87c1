import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { Bench, boardOf } from "./bench";
import { type BoardPage, openPage, useBrowser } from "./browser";

const PARTS = [
  { id: "button", type: "wokwi-pushbutton", left: 200, top: 0, attrs: { key: "g", bounce: "0" } },
  { id: "switch", type: "wokwi-slide-switch", left: 320, top: 0, attrs: { bounce: "0" } },
  { id: "dip", type: "wokwi-dip-switch-8", left: 420, top: 0, attrs: { bounce: "0" } },
  { id: "knob", type: "wokwi-ky-040", left: 560, top: 0, attrs: { bounce: "0" } },
  { id: "keypad", type: "wokwi-membrane-keypad", left: 200, top: 130, attrs: { bounce: "0" } },
];
const LINES = [
  "button:1.l",
  "switch:2",
  "dip:1a",
  "dip:8a",
  "knob:CLK",
  "knob:DT",
  "knob:SW",
  "keypad:R2",
  "keypad:C2",
];
const BOARD = boardOf(
  PARTS,
  LINES,
  ["button:2.l", "gnd:GND"],
  ["switch:1", "gnd:GND"],
  ["dip:1b", "gnd:GND"],
  ["dip:8b", "gnd:GND"],
  ["knob:GND", "gnd:GND"],
);
const [BUTTON, SWITCH, DIP1, DIP8, CLK, DT, SW, ROW, COLUMN] = LINES.keys();

describe("the controls of a board with a guest", () => {
  useBrowser();
  let bench: Awaited<ReturnType<typeof Bench.run>>;
  let board: BoardPage;
  beforeAll(async () => {
    bench = await Bench.run(BOARD);
  });
  afterAll(() => bench?.close());

  /** What the guest reads from its lines. */
  const reads = (...lines: (number | undefined)[]) =>
    bench.guest.sh(`gpioget --numeric ${lines.map((line) => `l${line}`).join(" ")}`);
  const levels = (...lines: (number | undefined)[]) => Promise.all(lines.map((line) => bench.level(`vm:${line}`)));

  it("turns a slide switch by mouse and by arrow keys, and the guest reads where it stands", async () => {
    board = await openPage(bench);
    const zone = board.zone("switch");
    expect(await reads(SWITCH)).toBe("0");
    await zone.click();
    await expect.poll(() => zone.getAttribute("aria-checked")).toBe("true");
    expect(await reads(SWITCH)).toBe("1");
    await expect.poll(() => board.property("switch", "value")).toBe(1);

    await zone.press("ArrowLeft");
    await expect.poll(() => zone.getAttribute("aria-checked")).toBe("false");
    expect(await reads(SWITCH)).toBe("0");
    await zone.press("ArrowRight");
    await expect.poll(() => zone.getAttribute("aria-checked")).toBe("true");
    await zone.press(" ");
    await expect.poll(() => reads(SWITCH)).toBe("0");
  });

  it("turns each switch of a DIP switch by mouse, by its digit and by Space, and no other one", async () => {
    board = await openPage(bench);
    await board.zone("dip", "Switch 8 of dip").click();
    await expect.poll(() => reads(DIP1, DIP8)).toBe("1 0");
    await board.page.keyboard.press("1");
    await expect.poll(() => reads(DIP1, DIP8)).toBe("0 0");
    await expect.poll(() => board.property("dip", "values")).toEqual([1, 0, 0, 0, 0, 0, 0, 1]);

    await board.page.keyboard.press("ArrowLeft");
    await board.page.keyboard.press("Space");
    await expect.poll(() => board.property("dip", "values")).toEqual([1, 0, 0, 0, 0, 0, 1, 1]);
    await board.zone("dip", "Switch 8 of dip").click();
    await board.page.keyboard.press("1");
    await expect.poll(() => reads(DIP1, DIP8)).toBe("1 1");
  });

  it("joins the keypad's row and column while a key is held, by mouse and by the key of that name", async () => {
    board = await openPage(bench);
    await bench.guest.sh(`gpioset --daemonize l${ROW}=0`);
    expect(await reads(COLUMN)).toBe("1");
    await board.zone("keypad", "Key 5 of keypad").hover();
    await board.page.mouse.down();
    await expect.poll(() => reads(COLUMN)).toBe("0");
    await board.page.mouse.up();
    await expect.poll(() => reads(COLUMN)).toBe("1");

    await board.page.keyboard.down("5");
    await expect.poll(() => reads(COLUMN)).toBe("0");
    await board.page.keyboard.up("5");
    await expect.poll(() => reads(COLUMN)).toBe("1");
    // A key of another row: the guest's low row does not come to this column.
    await board.page.keyboard.down("8");
    await expect.poll(() => board.zone("keypad", "Key 8 of keypad").getAttribute("class")).toContain("on");
    expect(await reads(COLUMN)).toBe("1");
    await board.page.keyboard.up("8");
    await bench.guest.letGo(`l${ROW}`);
  });

  it("turns the encoder by mouse and by arrow keys: the guest sees in which order its lines fall", async () => {
    board = await openPage(bench);
    const turned = async (turn: () => Promise<void>) => {
      await bench.guest.start(`gpiomon --banner -e falling --format=fell-%o -n 2 l${CLK} l${DT}`);
      await bench.guest.expect(/Monitoring/);
      await turn();
      const first = await bench.guest.expect(/fell-(\d+)/);
      const second = await bench.guest.expect(/fell-(\d+)/);
      return [Number(first[1]), Number(second[1])];
    };
    expect(await turned(() => board.zone("knob", "Turn knob clockwise").click())).toEqual([CLK, DT]);
    expect(await turned(() => board.zone("knob", "Turn knob counterclockwise").click())).toEqual([DT, CLK]);
    await board.zone("knob").focus();
    expect(await turned(() => board.page.keyboard.press("ArrowRight"))).toEqual([CLK, DT]);
    expect(await turned(() => board.page.keyboard.press("ArrowLeft"))).toEqual([DT, CLK]);
    await expect.poll(() => board.words("knob")).toBe("Rotary encoder knob, at 0");
  });

  it("presses the encoder's knob with Space for as long as it is held", async () => {
    board = await openPage(bench);
    await board.zone("knob").focus();
    await board.page.keyboard.down(" ");
    await expect.poll(() => levels(SW)).toEqual(["low"]);
    await board.page.keyboard.up(" ");
    await expect.poll(() => levels(SW)).toEqual(["high"]);
  });

  it("presses a button by its `key`, wherever the focus is, for as long as the key is down", async () => {
    board = await openPage(bench);
    await board.page.keyboard.down("g");
    await expect.poll(() => reads(BUTTON)).toBe("0");
    await expect.poll(() => board.property("button", "pressed")).toBe(true);
    await board.page.keyboard.up("g");
    await expect.poll(() => reads(BUTTON)).toBe("1");
  });

  it("holds a button after a Ctrl-click, shows it, and releases it at the next click", async () => {
    board = await openPage(bench);
    const zone = board.zone("button");
    await zone.click({ modifiers: ["Control"] });
    await expect.poll(() => zone.getAttribute("aria-label")).toBe("Push button button, pressed and held");
    expect(await reads(BUTTON)).toBe("0");
    await zone.click();
    await expect.poll(() => zone.getAttribute("aria-label")).toBe("Push button button, released");
    expect(await reads(BUTTON)).toBe("1");
  });

  it("releases what it holds when it is closed", async () => {
    board = await openPage(bench);
    await board.zone("button").click({ modifiers: ["Control"] });
    await expect.poll(() => levels(BUTTON)).toEqual(["low"]);
    await board.page.close({ runBeforeUnload: true });
    await expect.poll(() => levels(BUTTON)).toEqual(["high"]);
  });

  it("takes a finger as it takes a mouse", async () => {
    board = await openPage(bench, { hasTouch: true });
    await bench.guest.start(`gpiomon --banner -e falling -n 1 l${BUTTON}`);
    await bench.guest.expect(/Monitoring/);
    await board.zone("button").tap();
    await bench.guest.expect(/falling/);
  });
});
