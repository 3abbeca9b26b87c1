import { boardStories } from "./board_stories";
import { breadboardStories } from "./breadboard_stories";
import { chipStories } from "./chip_stories";
import { story, type Story } from "./story";

const [LOW, HIGH, HIGHZ, CONFLICT] = [0, 1, 2, 3];

const TWO_INPUTS = ["A", "B", "OUT"];
const GATES: [string, (a: number, b: number) => boolean][] = [
  ["and", (a, b) => (a & b) === 1],
  ["nand", (a, b) => (a & b) === 0],
  ["or", (a, b) => (a | b) === 1],
  ["nor", (a, b) => (a | b) === 0],
  ["xor", (a, b) => a !== b],
  ["xnor", (a, b) => a === b],
];

function gates(): Story[] {
  const two = GATES.flatMap(([name, output]) =>
    [
      [0, 1],
      [1, 1],
    ].map(([a = 0, b = 0]) =>
      story(`wokwi-gate-${name}-2`, TWO_INPUTS, {
        title: `${name} ${a} ${b}`,
        levels: { A: a, B: b, OUT: output(a, b) ? HIGH : LOW },
        outputs: ["OUT"],
      }),
    ),
  );
  const one = ["not", "buffer"].map((name) =>
    story(`wokwi-gate-${name}`, ["IN", "OUT"], {
      title: `${name} 1`,
      levels: { IN: HIGH, OUT: name === "not" ? LOW : HIGH },
      outputs: ["OUT"],
    }),
  );
  const conflict = story("wokwi-gate-and-2", TWO_INPUTS, {
    title: "and, output in conflict",
    levels: { A: HIGHZ, B: HIGH, OUT: CONFLICT },
    outputs: ["OUT"],
  });
  return [...two, ...one, conflict];
}

function sequential(): Story[] {
  const q = { Q: HIGH, NOTQ: LOW };
  const outputs = ["Q", "NOTQ"];
  return [
    story("wokwi-flip-flop-d", ["D", "CLK", "Q", "NOTQ"], { levels: { D: LOW, CLK: HIGH, ...q }, outputs }),
    story("wokwi-flip-flop-dr", ["D", "CLK", "Q", "NOTQ", "R"], {
      levels: { D: HIGH, CLK: LOW, Q: LOW, NOTQ: HIGH, R: HIGH },
      outputs,
    }),
    story("wokwi-flip-flop-dsr", ["D", "CLK", "Q", "NOTQ", "S", "R"], {
      levels: { D: HIGH, CLK: LOW, ...q, S: HIGH, R: LOW },
      outputs,
    }),
    story("wokwi-flip-flop-sr", ["S", "CLK", "R", "Q", "NOTQ"], {
      levels: { S: HIGH, CLK: HIGH, R: LOW, ...q },
      outputs,
    }),
    ...[LOW, HIGH, HIGHZ].map((SEL) =>
      story("wokwi-mux-2", ["A", "B", "SEL", "OUT"], {
        title: `mux, SEL ${["low", "high", "high-Z"][SEL]}`,
        levels: { A: LOW, B: HIGH, SEL, OUT: SEL === HIGH ? HIGH : LOW },
        outputs: ["OUT"],
      }),
    ),
    story("wokwi-clock-generator", ["CLK"], { title: "clock, 10k by default", levels: { CLK: LOW }, outputs: ["CLK"] }),
    story("wokwi-clock-generator", ["CLK"], {
      title: "clock, high",
      attributes: { frequency: "0.5" },
      levels: { CLK: HIGH },
      outputs: ["CLK"],
    }),
  ];
}

const HC595 = ["DS", "SHCP", "STCP", "OE", "MR", "Q7S", "VCC", "GND", "Q0", "Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7"];
const HC165 = ["PL", "CP", "CE", "DS", "Q7", "Q7_N", "VCC", "GND", "D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7"];

function shiftRegisters(): Story[] {
  const supply = { VCC: HIGH, GND: LOW };
  const bits = (letter: string, byte: number) =>
    Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`${letter}${i}`, (byte >> i) & 1]));
  return [
    story("wokwi-74hc595", HC595, { title: "74HC595, nothing driven" }),
    story("wokwi-74hc595", HC595, {
      title: "74HC595, 0xA6",
      levels: { ...supply, DS: HIGH, SHCP: LOW, STCP: HIGH, OE: LOW, MR: HIGH, Q7S: HIGH, ...bits("Q", 0xa6) },
    }),
    story("wokwi-74hc595", HC595, {
      title: "74HC595, Q3 in conflict",
      levels: { ...supply, OE: LOW, MR: HIGH, ...bits("Q", 0x0f), Q3: CONFLICT },
    }),
    story("wokwi-74hc165", HC165, {
      title: "74HC165, 0x3C",
      levels: { ...supply, PL: HIGH, CP: LOW, CE: LOW, Q7: LOW, Q7_N: HIGH, ...bits("D", 0x3c) },
    }),
  ];
}

const RELAY = ["VCC", "GND", "IN", "NC", "COM", "NO"];
const CHANNELS = ["D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "GND"];

function modules(): Story[] {
  return [
    story("wokwi-relay-module", RELAY, {
      title: "relay, off",
      shows: { on: 0 },
      levels: { VCC: HIGH, GND: LOW, IN: LOW, NC: HIGH, COM: HIGH },
    }),
    story("wokwi-relay-module", RELAY, {
      title: "relay, on",
      shows: { on: 1 },
      levels: { VCC: HIGH, GND: LOW, IN: HIGH, NO: HIGH, COM: HIGH },
    }),
    story("wokwi-logic-analyzer", CHANNELS, { title: "logic analyzer, nothing wired" }),
    story("wokwi-logic-analyzer", CHANNELS, {
      title: "logic analyzer, named",
      labels: { D0: "clk", D1: "mosi", D2: "a long name of a channel", D3: "cs" },
      levels: { D0: HIGH, D1: LOW, D2: HIGH, D3: CONFLICT, GND: LOW },
    }),
  ];
}

function small(): Story[] {
  return [
    story("wokwi-vcc", ["VCC"], { levels: { VCC: HIGH }, outputs: ["VCC"] }),
    story("wokwi-vcc", ["VCC"], { title: "vcc in conflict", levels: { VCC: CONFLICT }, outputs: ["VCC"] }),
    story("wokwi-gnd", ["GND"], { levels: { GND: LOW }, outputs: ["GND"] }),
    ...[LOW, HIGH, HIGHZ, CONFLICT].map((J) =>
      story("wokwi-junction", ["J"], { title: `junction ${J}`, levels: { J } }),
    ),
    story("wokwi-text", [], { title: "text", attributes: { text: "Push a button\nto begin → 1" } }),
    story("wokwi-nobody-knows", ["VCC", "GND", "SDA", "SCL", "a very long pin name"], {
      title: "an unknown type",
      levels: { VCC: HIGH, GND: LOW, SDA: CONFLICT },
    }),
    story("wokwi-nobody-knows", [], { title: "the same without wires" }),
  ];
}

export const ownStories: Record<string, Story[]> = {
  ...boardStories,
  "Guests' chips": chipStories,
  Gates: gates(),
  "Flip-flops, multiplexer, clock": sequential(),
  "Shift registers": shiftRegisters(),
  "Relay and logic analyzer": modules(),
  "Supplies, junctions, text, unknown": small(),
  Breadboards: breadboardStories,
};
