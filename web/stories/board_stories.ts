import { BOARDS } from "../src/elements/boards/index";
import { lines, story, type Story } from "./story";

const CONNECTED = { connected: 1, guest: "QEMU 9.2, Linux, virtio-gpio" };
const NO_GUEST = { connected: 0, guest: "no guest" };

/** The board as a part of its own, which supplies power. */
const asPart: Story[] = BOARDS.map(({ table }) => {
  const levels = Object.entries(table.pins).map(([name, kind]) => [name, kind === "vcc" ? 1 : kind === "gnd" ? 0 : 2]);
  return story(table.types[0] ?? "", Object.keys(table.pins), {
    title: table.name,
    id: "mcu",
    levels: Object.fromEntries(levels) as Record<string, number>,
  });
});

/** The board as the chip of a guest, with all levels. */
const asChip: Story[] = BOARDS.map(({ table }, i) =>
  story("chip-virtio-gpio", lines(table.lines), {
    title: `${table.name}, the guest`,
    id: "mcu",
    attributes: { board: table.types[0] ?? "" },
    shows: i % 3 === 0 ? NO_GUEST : CONNECTED,
    levels: Object.fromEntries(lines(table.lines).map((name, n) => [name, n % 17 === 5 ? 3 : n % 3])),
  }),
);

export const boardStories: Record<string, Story[]> = {
  "Boards as guests": asChip,
  "Boards that are not the guest": asPart,
};
