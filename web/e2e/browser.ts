import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished } from "vitest";

import type { Diagram } from "../src/protocol/messages";
import type { Bench } from "./bench";
import { launchBrowser, PAGE_DIRECTORY } from "./chromium";

const TYPES: Record<string, string> = { html: "text/html", js: "text/javascript", css: "text/css" };

let browser: Browser;

/** To be called once a file: its tests open pages in one browser. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
}

/**
 * Opens a board's page, with the board drawn. It is closed with the test, which fails if the page logged an error,
 * broke its policy, or asked for something in vain.
 */
export async function openPage(bench: Bench, options: BrowserContextOptions = {}): Promise<BoardPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const board = new BoardPage(page, bench);
  onTestFinished(async () => {
    await context.close();
    expect(board.faults, "what went wrong on the page").toEqual([]);
  });
  // What leads to the page by a token is the program's own, and is tested so.
  if (PAGE_DIRECTORY && !bench.address.includes("?")) await servePageFrom(PAGE_DIRECTORY, page, bench);
  await page.goto(bench.address);
  await board.drawn();
  return board;
}

async function servePageFrom(directory: string, page: Page, bench: Bench): Promise<void> {
  const { origin } = new URL(bench.address);
  await page.route(new RegExp(`^${origin}/(assets/.*)?$`), async (route) => {
    const path = new URL(route.request().url()).pathname;
    // Its headers are those of the program: the policy holds for this page, too.
    const { headers } = await fetch(origin);
    const file = path === "/" ? "index.html" : path.slice(1);
    const type = TYPES[file.split(".").at(-1) ?? ""] ?? "";
    const kept = [...headers].filter(([name]) => !["content-length", "content-encoding"].includes(name));
    const body = await readFile(join(directory, file));
    await route.fulfill({ headers: { ...Object.fromEntries(kept), "content-type": type }, body });
  });
}

/** A board's page as a person finds things on it. */
export class BoardPage {
  private readonly complaints: string[] = [];
  private readonly expected: RegExp[] = [];

  constructor(
    readonly page: Page,
    private readonly bench: Bench,
  ) {
    const complain = (text: string) => this.complaints.push(text);
    page.on("console", (message) => message.type() === "error" && complain(message.text()));
    page.on("pageerror", (error) => complain(String(error)));
    page.on("requestfailed", (request) => complain(`${request.url()}: ${request.failure()?.errorText}`));
    page.on("response", (answer) => answer.status() >= 400 && complain(`${answer.url()}: ${answer.status()}`));
  }

  /** What the page complained of, and no test expected. */
  get faults(): string[] {
    return this.complaints.filter((text) => !this.expected.some((pattern) => pattern.test(text)));
  }

  /** The test causes this message: it is not a fault. */
  expectComplaint(pattern: RegExp): void {
    this.expected.push(pattern);
  }

  /** Waits until the board and the guest are shown. */
  async drawn(): Promise<void> {
    await this.page.locator("svg.pins .pin").first().waitFor({ state: "attached" });
  }

  /** Where a hand operates a part: the one zone, or the one with this label. */
  zone(part: string, label?: string): Locator {
    const zones = this.page.locator(`.hand[data-part="${part}"] .zone`);
    return label === undefined
      ? zones.first()
      : zones.and(this.page.locator(`[aria-label^="${label},"], [aria-label="${label}"]`));
  }

  /** The accessible name of a part. */
  words(part: string): Promise<string> {
    return this.page.locator(`.hand[data-part="${part}"]`).getAttribute("aria-label").then(String);
  }

  diagram(): Promise<Diagram> {
    return this.bench.diagram();
  }

  /** The element that draws a part. */
  async drawing(part: string): Promise<Locator> {
    const { parts } = await this.bench.diagram();
    const index = parts.findIndex((drawn) => drawn.part === part);
    return this.page.locator(".drawing > *").nth(index);
  }

  async property(part: string, name: string): Promise<unknown> {
    return (await this.drawing(part)).evaluate((element, name): unknown => element[name as keyof typeof element], name);
  }

  /** The dot of a pin, on a board where each pin has one. */
  async dot(pin: string): Promise<Locator> {
    const { parts } = await this.bench.diagram();
    const names = parts.flatMap((part) => part.pins.map(({ name }) => `${part.part}:${name}`));
    return this.page.locator("svg.pins > circle").nth(names.indexOf(pin));
  }

  async pointAt(pin: string): Promise<void> {
    const { x, y } = await middleOf(await this.dot(pin));
    await this.page.mouse.move(x, y);
  }

  async clickPin(pin: string): Promise<void> {
    const { x, y } = await middleOf(await this.dot(pin));
    await this.page.mouse.click(x, y);
  }

  get card(): Locator {
    return this.page.locator("pb-pin-card");
  }

  async cardText(): Promise<string> {
    const text = await this.card.evaluate((card) => card.shadowRoot?.textContent ?? "");
    return text.replace(/\s+/g, " ");
  }

  /** Presses a key until the focus is there. */
  async tabTo(target: Locator, key = "Tab"): Promise<void> {
    const hasFocus = () => target.evaluate((element) => (element.getRootNode() as Document).activeElement === element);
    for (let stops = 0; !(await hasFocus()); ++stops) {
      if (stops > 200) throw new Error(`${key} does not lead to ${describe(target)}`);
      await this.page.keyboard.press(key);
    }
  }

  /** The mean colour of the middle of what is there, as it is on the screen. */
  async colour(target: Locator): Promise<[number, number, number]> {
    const box = await boxOf(target);
    const clip = { x: box.x + box.width / 4, y: box.y + box.height / 8, width: box.width / 2, height: box.height / 3 };
    const png = (await this.page.screenshot({ clip })).toString("base64");
    return this.page.evaluate(async (png) => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext("2d")!;
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, image.width, image.height);
      const sums = [0, 0, 0];
      data.forEach((value, i) => i % 4 < 3 && (sums[i % 4]! += value));
      return sums.map((sum) => (4 * sum) / data.length) as [number, number, number];
    }, png);
  }
}

/** Playwright describes what a locator looks for. */
function describe(target: Locator): string {
  return (target as { toString(): string }).toString();
}

async function boxOf(target: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await target.boundingBox();
  if (!box) throw new Error(`${describe(target)} is not to be seen`);
  return box;
}

async function middleOf(target: Locator): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = await boxOf(target);
  return { x: x + width / 2, y: y + height / 2 };
}
