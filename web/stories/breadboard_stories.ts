import { BOARD_SIZES, boardStrips } from "../src/elements/breadboard_layout";
import { story, type Story } from "./story";

function board(type: string, driven: Record<string, number>, color?: string): Story {
  const strips = boardStrips(BOARD_SIZES.get(type)!);
  const levels: Record<string, number> = {};
  for (const { holes } of strips) {
    for (const { name } of holes) levels[name] = driven[holes[0]!.name] ?? 2;
  }
  const names = strips.flatMap(({ holes }) => holes.map(({ name }) => name));
  return story(type, names, { levels, attributes: color === undefined ? {} : { color } });
}

const DRIVEN = { "tp.1": 1, "tn.1": 0, "bp.1": 1, "bn.1": 0, "5t.a": 1, "6t.a": 0, "7b.f": 3, "12b.f": 1 };

export const breadboardStories: Story[] = [
  board("wokwi-breadboard", DRIVEN),
  board("wokwi-breadboard-half", { ...DRIVEN, "bp.1": 3 }),
  board("wokwi-breadboard-mini", DRIVEN),
  board("wokwi-breadboard-mini", {}, "#2a6fb0"),
];
