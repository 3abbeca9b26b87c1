import { lines, story, type Story } from "./story";

const CONNECTED = { connected: 1, guest: "QEMU 9.2, Linux, virtio-gpio" };
const NO_GUEST = { connected: 0, guest: "no guest" };

/** Levels and directions as a running panel might have them. */
function busy(count: number): { levels: Record<string, number>; outputs: string[] } {
  const names = lines(count);
  return {
    levels: Object.fromEntries(names.map((name, i) => [name, i % 11 === 7 ? 2 : (i * 7) % 3 === 0 ? 1 : 0])),
    outputs: names.filter((_, i) => i % 4 === 0),
  };
}

const PANEL_LABELS = Object.fromEntries(
  lines(32).map((name, i) => [name, i < 12 ? `sw${i}` : i < 24 ? `b${i - 12}` : `led${i - 24}`]),
);

function side(names: string[], where: "left" | "right") {
  return { sides: new Map(names.map((name) => [name, where])) };
}

const DOOR_LOCK = ["keypad", "keypad", "keypad", "keypad", "a_very_long_line_name", "lcd_rs", "lcd_e"];

export const chipStories: Story[] = [
  story("chip-virtio-gpio", lines(3), { title: "no guest, 3 lines", id: "vm", shows: NO_GUEST }),
  story("chip-virtio-gpio", lines(7), {
    title: "wires lead to the right",
    id: "vm",
    shows: CONNECTED,
    labels: Object.fromEntries(DOOR_LOCK.map((label, i) => [String(i), label])),
    levels: { 0: 0, 1: 1, 2: 2, 3: 3, 4: 1, 5: 0, 6: 1 },
    outputs: ["0", "1", "3", "4"],
    dressing: side(lines(7), "right"),
  }),
  story("chip-virtio-gpio", lines(2), {
    title: "wires lead to the left",
    id: "bob",
    shows: CONNECTED,
    labels: { 0: "req", 1: "ack" },
    levels: { 0: 1, 1: 0 },
    outputs: ["1"],
    dressing: side(lines(2), "left"),
  }),
  story("chip-virtio-gpio", lines(32), {
    title: "32 lines",
    id: "vm",
    shows: CONNECTED,
    labels: PANEL_LABELS,
    ...busy(32),
  }),
  story("chip-virtio-gpio", lines(64), { title: "64 lines", id: "vm", shows: CONNECTED, ...busy(64) }),
  story("chip-virtio-gpio", lines(1024), {
    title: "1024 lines, 6 of them named",
    id: "a machine with a very long name indeed",
    shows: {
      connected: 1,
      guest: "a guest that says a great deal about itself, more than there is room for in the header",
    },
    labels: { 3: "clk", 17: "data", 40: "latch", 500: "irq", 501: "reset", 1023: "last" },
    ...busy(1024),
  }),
];
