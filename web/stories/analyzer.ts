import "../src/analyzer/analyzer";
import { pattern, SimulatedSource, square } from "./simulated_source";

/** A board with what a logic analyzer can meet: buses, pulses, bounce, an open line, a conflict. */
const source = new SimulatedSource(
  {
    "vm:11": { label: "SPI_SCLK", signal: pattern(4e6, burst(16, 40_000)) },
    "vm:10": { label: "SPI_MOSI", signal: pattern(4e6, bits("1011001110001011", 40_000)) },
    "vm:8": {
      label: "SPI_CE0",
      signal: pattern(4e6, [
        [0, 0],
        [700_000, 1],
      ]),
    },
    "vm:18": { label: "PWM0", signal: square(1e6, 0.25) },
    "vm:2": {
      label: "SDA",
      signal: pattern(5e6, [
        [400_000, 0],
        [900_000, 2],
        [1_300_000, 0],
        [1_500_000, 2],
        [3_100_000, 0],
        [4_000_000, 2],
      ]),
    },
    "btn1:1.l": {
      label: "",
      signal: pattern(7e6, [
        [1e6, 0],
        [1.05e6, 1],
        [1.1e6, 0],
        [1.22e6, 1],
        [1.3e6, 0],
        [5e6, 1],
        [5.06e6, 0],
        [5.2e6, 1],
      ]),
    },
    "vm:23": {
      label: "SHARED",
      signal: pattern(9e6, [
        [2e6, 1],
        [4e6, 3],
        [5.2e6, 1],
        [6e6, 0],
      ]),
    },
    "vm:24": {
      label: "IRQ",
      signal: pattern(6e6, [
        [3e6, 1],
        [3_000_300, 0],
      ]),
    },
    ...Object.fromEntries(
      Array.from({ length: 24 }, (_, i) => [`led${i}:A`, { label: "", signal: square(2e6 * (i + 1)) }]),
    ),
  },
  Number(new URLSearchParams(location.search).get("history") ?? 0) * 1e6,
);

function burst(clocks: number, period: number): [number, number][] {
  return Array.from({ length: clocks * 2 }, (_, i) => [20_000 + (i * period) / 2, (i + 1) % 2]);
}

function bits(word: string, period: number): [number, number][] {
  return [...word].flatMap((bit, i): [number, number][] => (bit === word[i - 1] ? [] : [[i * period, Number(bit)]]));
}

const analyzer = document.createElement("pb-analyzer");
analyzer.source = source;
document.body.append(analyzer);
Object.assign(window, { analyzer, source });
