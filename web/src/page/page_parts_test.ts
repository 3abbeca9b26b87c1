import { LitElement } from "lit";
import { afterEach, describe, expect, it, vi } from "vitest";

import "./banners";
import "./bounce_control";
import "./guests";
import type { BenchModel } from "../model/bench_model";
import { modelOf, part, provideBench, view, wire } from "../model/testing/bench";
import type { FakeSocket } from "../protocol/testing/fake_socket";

const CHIP = part("vm chip-virtio-gpio 0 1", {
  shows: { connected: 0, guest: "", machine: "vm", transport: "pci", socket: "vm.sock" },
});
const NOT = part("not wokwi-gate-not IN OUT");

let model: BenchModel;
let socket: () => FakeSocket;

/** The component, of a bench with a chip and a gate on one net. */
async function put<T extends LitElement>(tag: string): Promise<T> {
  ({ model, socket } = await modelOf(view([CHIP, NOT], [wire("vm:0 - not:OUT")])));
  const element = document.createElement(tag) as T;
  provideBench(model).replaceChildren(element);
  await element.updateComplete;
  return element;
}
/** What a person reads: jsdom counts the style among it. */
function text(element: LitElement): string {
  const copy = document.createElement("div");
  copy.append(...[...(element.shadowRoot?.childNodes ?? [])].map((node) => node.cloneNode(true)));
  copy.querySelectorAll("style").forEach((style) => style.remove());
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}

afterEach(() => vi.useRealTimers());

describe("pb-guests", () => {
  it("says who is connected, as the chip shows it", async () => {
    const guests = await put<LitElement>("pb-guests");
    expect(text(guests)).toBe("vmwaiting for a guest");
    const shows = { ...CHIP.shows, connected: 1, guest: "Linux" };
    socket().notify("part", { part: "vm", controls: {}, shows, time: 1 });
    await guests.updateComplete;
    expect(text(guests)).toBe("vmLinux");
    expect(guests.shadowRoot?.querySelector("li")?.title).toBe("Machine vm, by pci, socket vm.sock");
  });
});

describe("pb-bounce-control", () => {
  const field = (element: LitElement) => element.shadowRoot?.querySelector("input") as HTMLInputElement;
  const menu = (element: LitElement) => element.shadowRoot?.querySelector("select") as HTMLSelectElement;

  it("turns bouncing on with some milliseconds, and sends the time in ns", async () => {
    const bounce = await put<LitElement>("pb-bounce-control");
    menu(bounce).value = "on";
    menu(bounce).dispatchEvent(new Event("change"));
    expect(socket().calls("bounce")).toEqual([["on", 5_000_000]]);
    socket().answer("bounce", { mode: "on", longest: 5_000_000 });
    await vi.waitFor(() => expect(field(bounce).value).toBe("5"), 20_000);
    field(bounce).value = "12.5";
    field(bounce).dispatchEvent(new Event("change"));
    expect(socket().calls("bounce").at(-1)).toEqual(["on", 12_500_000]);
  });

  it("sends nothing that the program would refuse", async () => {
    const bounce = await put<LitElement>("pb-bounce-control");
    field(bounce).value = "2000";
    field(bounce).dispatchEvent(new Event("change"));
    expect(socket().calls("bounce")).toEqual([]);
  });

  it("follows what another page chose", async () => {
    const bounce = await put<LitElement>("pb-bounce-control");
    socket().notify("bounce", { mode: "off", longest: 0 });
    await bounce.updateComplete;
    expect(menu(bounce).value).toBe("off");
  });
});

describe("pb-banners", () => {
  const said = (element: LitElement) => element.shadowRoot?.querySelector("[role=status]")?.textContent;

  it("reports a conflict once, with its drives, and its end", async () => {
    const banners = await put<LitElement>("pb-banners");
    const both = (state: number) => [0, 3].map((pin) => [pin, state, 1, 1, 0, 2]);
    socket().notify("levels", { time: 2, pins: both(3) });
    const drives = [
      { pin: "vm:0", by: "part", level: "high", strength: "strong" },
      { pin: "not:OUT", by: "part", level: "low", strength: "strong" },
    ];
    socket().answer("net", { pin: "vm:0", state: "conflict", pins: ["vm:0", "not:OUT"], drives, time: 2 });
    await vi.waitFor(() => expect(text(banners)).toContain("vm:0 out high against not:OUT out low"), 20_000);
    expect(said(banners)).toBe("Conflict on the net of vm:0, not:OUT");
    socket().notify("levels", { time: 3, pins: both(1) });
    await vi.waitFor(() => expect(said(banners)).toBe("The conflict has ended."), 20_000);
    expect(banners.shadowRoot?.querySelector(".conflict")).toBeNull();
    expect(text(banners)).toContain("The conflict has ended: vm:0 out high against not:OUT out low.");
  });

  it("also reports a conflict that is over before a level shows it", async () => {
    const banners = await put<LitElement>("pb-banners");
    socket().notify("conflict", { pins: ["vm:0", "not:OUT"], time: 2 });
    await banners.updateComplete;
    expect(text(banners)).toContain("The conflict has ended: on the net of vm:0, not:OUT.");
  });

  it("shows a lost connection, and when it is back", async () => {
    vi.useFakeTimers();
    const banners = await put<LitElement>("pb-banners");
    socket().close();
    await banners.updateComplete;
    expect(text(banners)).toContain("Connection lost");
    await vi.advanceTimersByTimeAsync(250);
    socket().open();
    await banners.updateComplete;
    expect(said(banners)).toBe("Reconnected.");
    expect(banners.shadowRoot?.querySelector(".lost")).toBeNull();
  });

  it("shows what was refused for a while", async () => {
    vi.useFakeTimers();
    const banners = await put<LitElement>("pb-banners");
    socket().notify("error", { code: 3, message: "vm:0 is not there" });
    await banners.updateComplete;
    expect(text(banners)).toContain("vm:0 is not there");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(banners.shadowRoot?.querySelector(".banner")).toBeNull();
  });
});
