// @vitest-environment node
import { describe, expect, it } from "vitest";
import { formatCount, formatDuration, formatFrequency, formatPercent, formatTime } from "./time_format";

/** Thin spaces as plain ones. */
const plain = (text: string) => text.replaceAll("\u202f", " ");

describe("formatTime", () => {
  it("formats a time to the ns, or to what the step needs in whole groups of digits", () => {
    expect(plain(formatTime(12_345_678_901))).toBe("12.345 678 901 s");
    expect(plain(formatTime(12_345_678_901, 1000))).toBe("12.345 678 s");
    expect(plain(formatTime(30e6, 10e6))).toBe("0.030 s");
    expect(plain(formatTime(4e9, 1e9))).toBe("4 s");
    expect(plain(formatTime(0, 0.1))).toBe("0.000 000 000 s");
  });

  it("counts minutes and hours", () => {
    expect(plain(formatTime(61.5e9, 1e6))).toBe("1:01.500 min");
    expect(plain(formatTime(3_723_000_000_001))).toBe("1:02:03.000 000 001 h");
  });

  it("is exact at ten days, and has a minus", () => {
    expect(plain(formatTime(10 * 86400e9 + 1))).toBe("240:00:00.000 000 001 h");
    expect(plain(formatTime(-1500))).toBe("−0.000 001 500 s");
  });
});

describe("formatDuration", () => {
  it("takes the unit that fits and leaves zeros out", () => {
    const lengths = [0, 1, 999, 1000, 1250, 2_270_825, 1e9, 1_500_000_000, 59_999_999_999];
    expect(lengths.map((ns) => plain(formatDuration(ns)))).toEqual([
      "0 ns",
      "1 ns",
      "999 ns",
      "1 µs",
      "1.25 µs",
      "2.270 825 ms",
      "1 s",
      "1.5 s",
      "59.999 999 999 s",
    ]);
  });

  it("counts minutes, and has a minus", () => {
    expect(plain(formatDuration(60e9))).toBe("1:00 min");
    expect(plain(formatDuration(90_500_000_000))).toBe("1:30.500 min");
    expect(plain(formatDuration(7200e9))).toBe("2:00:00 h");
    expect(plain(formatDuration(-1250))).toBe("−1.25 µs");
  });
});

describe("other numbers", () => {
  it("has four digits of a frequency, in the right unit", () => {
    const lengths = [2e9, 1e9, 1e6, 10_304, 1000.01, 12, -20_000, 0];
    expect(lengths.map((ns) => plain(formatFrequency(ns)))).toEqual([
      "0.5 Hz",
      "1 Hz",
      "1 kHz",
      "97.05 kHz",
      "1 MHz",
      "83.33 MHz",
      "50 kHz",
      "∞",
    ]);
  });

  it("groups counts and rounds percents", () => {
    expect([1, 999, 1000, 4_000_000].map((n) => plain(formatCount(n)))).toEqual(["1", "999", "1 000", "4 000 000"]);
    expect(plain(formatPercent(0.25))).toBe("25.0 %");
  });
});
