import { LitElement } from "lit";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { BenchModel } from "../model/bench_model";
import { Listeners } from "../model/listeners";
import { modelOf, part, provideBench, view, wire } from "../model/testing/bench";
import type { FakeSocket } from "../protocol/testing/fake_socket";
import { Subscriptions } from "./subscriptions";
import "../board/board";
import "../page/banners";
import "../page/bounce_control";
import "../page/guests";
import "../page/header";
import "../page/pin_list";

const value = new Listeners<number>();
let made = 0;

class Probe extends LitElement {
  seen: number[] = [];

  constructor() {
    super();
    new Subscriptions(this, () => {
      ++made;
      return [value.add((n) => this.seen.push(n))];
    });
  }
}
customElements.define("test-probe", Probe);

describe("Subscriptions", () => {
  it("last as long as the element is connected, and begin again when it is attached again", async () => {
    const probe = new Probe();
    value.tell(1);
    document.body.append(probe);
    value.tell(2);
    probe.remove();
    expect(value.count).toBe(0);
    value.tell(3);
    document.body.append(probe);
    value.tell(4);
    expect([probe.seen, made, value.count]).toEqual([[2, 4], 2, 1]);
    await probe.updateComplete;
  });
});

const CHIP = part("vm chip-virtio-gpio 0", { shows: { connected: 0, guest: "" } });
const LED = part("led wokwi-led A C", { left: 300, shows: { lit: 0, brightness: 0 } });
const DIAGRAM = [[CHIP, LED], [wire("vm:0 - led:A")]] as const;

vi.stubGlobal(
  "ResizeObserver",
  class {
    observe(): void {}
    disconnect(): void {}
  },
);

/** All who listen to a model. */
function listenersOf(model: BenchModel): number {
  return Object.values(model)
    .filter((field) => field instanceof Listeners)
    .reduce((sum, listeners) => sum + listeners.count, 0);
}

/** What an element shows, with labels and classes: enough to see a change. */
function shown(element: LitElement): string {
  return (element.renderRoot as ShadowRoot).innerHTML;
}

describe("an element that shows the bench", () => {
  let model: BenchModel;
  let socket: () => FakeSocket;
  beforeEach(async () => ({ model, socket } = await modelOf(view([...DIAGRAM[0]], [...DIAGRAM[1]]))));

  /** Something that each of them shows. */
  function change(times: number): void {
    const odd = times % 2 === 1;
    const changed = view([{ ...CHIP, left: times, shows: { connected: 1, guest: `guest ${times}` } }, LED]);
    changed.diagram.board = `board ${times}`;
    changed.diagram.wires = [...DIAGRAM[1]];
    changed.bounce = { mode: odd ? "on" : "off", longest: 1_000_000 };
    changed.pins[0] = [odd ? 3 : 1, 1, times, 0, 2];
    socket().notify("view", changed);
    socket().notify("error", { code: 3, message: `trouble ${times}` });
  }

  it.each(["pb-board", "pb-banners", "pb-bounce-control", "pb-guests", "pb-header"])(
    "%s is live again when it is attached again, and listens to nothing while it is not",
    async (tag) => {
      const element = document.createElement(tag) as LitElement;
      const page = provideBench(model);
      const before = listenersOf(model);
      page.append(element);
      await element.updateComplete;
      const first = await vi.waitFor(() => settled(element), 20_000);
      const listening = listenersOf(model);
      expect(listening).toBeGreaterThan(before);
      element.remove();
      // A board that is detached still releases what it held.
      expect(listenersOf(model)).toBe(before + (tag === "pb-board" ? 1 : 0));
      change(1);
      page.append(element);
      const back = await vi.waitFor(() => differs(element, first), 20_000);
      expect(listenersOf(model)).toBe(listening);
      change(2);
      await vi.waitFor(() => differs(element, back), 20_000);
    },
  );

  it("pb-pin-list follows levels after it was attached again", async () => {
    HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
      this.open = true;
    };
    const list = document.createElement("pb-pin-list") as LitElement & { show(): void };
    const page = provideBench(model);
    page.append(list);
    await list.updateComplete;
    list.remove();
    page.append(list);
    list.show();
    await vi.waitFor(() => expect(shown(list)).toContain("led:A"), 20_000);
    socket().notify("levels", { time: 2, pins: [[1, 3, 0, 1, 0, 2]] });
    await vi.waitFor(() => expect(shown(list)).toContain("conflict"), 20_000);
  });
});

/** A board is complete when its wires are drawn. */
function settled(element: LitElement): string {
  if (element.localName === "pb-board") expect(shown(element)).toContain('class="strand"');
  return shown(element);
}

function differs(element: LitElement, from: string): string {
  const now = settled(element);
  expect(now).not.toBe(from);
  return now;
}
