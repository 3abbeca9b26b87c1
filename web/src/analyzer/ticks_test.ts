// @vitest-environment node
import { describe, expect, it } from "vitest";
import { ticks, tickStep } from "./ticks";

const plain = (text: string) => text.replaceAll("\u202f", " ");

describe("ticks", () => {
  it("steps by 1, 2, 5 and, from seconds on, as clocks do", () => {
    expect([0.01, 1.5, 4, 90, 30e6, 1.5e9, 12e9, 40e9, 3e12].map((room) => tickStep(room)[0])).toEqual([
      1, 2, 5, 100, 50e6, 2e9, 30e9, 60e9, 3600e9,
    ]);
  });

  it("labels major marks with the time, and minor ones with the distance from them", () => {
    const marks = ticks(10_008_000_000, 10_012_500_000, 1e6);
    expect(marks.map(({ label }) => plain(label))).toContain("10.010 s");
    expect(plain(marks.at(-1)!.label)).toBe("+2 ms");
    expect(marks.filter(({ major }) => major).map(({ time }) => time)).toEqual([10_000_000_000, 10_010_000_000]);
  });

  it("has no mark before the capture, and few in a picture of any length", () => {
    expect(ticks(-5000, 5000, 500)[0]!.time).toBe(0);
    for (let span = 100; span < 48 * 3600e9; span *= 3) {
      const marks = ticks(1e12, 1e12 + span, span / 14);
      expect(marks.length).toBeGreaterThan(1);
      expect(marks.length).toBeLessThan(30);
    }
  });
});
