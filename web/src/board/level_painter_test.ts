import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { PinTable } from "../model/pin_table";
import { part } from "../model/testing/bench";
import { LevelPainter } from "./level_painter";

describe("LevelPainter", () => {
  const painted: string[] = [];
  let frames = 0;
  let painter: LevelPainter;

  beforeEach(() => {
    vi.useFakeTimers();
    const pins = new PinTable([part("vm chip-virtio-gpio 0 1 2")]);
    const view = {
      show: (pin: number, busy: boolean, inspected: boolean) =>
        painted.push(`${pin}${busy ? " busy" : ""}${inspected ? " inspected" : ""}`),
    };
    painter = new LevelPainter(pins, [view], () => ++frames);
    vi.advanceTimersByTime(20);
    painted.length = frames = 0;
  });
  afterEach(() => vi.useRealTimers());

  it("touches only what changed, once a frame, however many messages come in between", () => {
    painter.changed({ changed: [1], busy: [] });
    painter.changed({ changed: [1, 2], busy: [] });
    expect(painted).toEqual([]);
    vi.advanceTimersByTime(20);
    expect([painted, frames]).toEqual([["1", "2"], 1]);
    vi.advanceTimersByTime(1000);
    expect(frames).toBe(1);
  });

  it("shows a pin that changed and changed back as busy for a while", () => {
    painter.changed({ changed: [0], busy: [0] });
    vi.advanceTimersByTime(20);
    expect(painted).toEqual(["0 busy"]);
    vi.advanceTimersByTime(400);
    expect(painted).toEqual(["0 busy", "0"]);
  });

  it("keeps it busy while it goes on", () => {
    for (let i = 0; i < 10; ++i) {
      painter.changed({ changed: [0], busy: [0] });
      vi.advanceTimersByTime(100);
    }
    expect(painted).not.toContain("0");
  });

  it("marks the pins of the net that is looked at, and no others", () => {
    painter.inspect([0, 1]);
    vi.advanceTimersByTime(20);
    painter.inspect([1]);
    vi.advanceTimersByTime(20);
    expect(painted).toEqual(["0 inspected", "1 inspected", "0", "1 inspected"]);
  });
});
