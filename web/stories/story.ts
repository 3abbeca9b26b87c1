import type { PartStand } from "../src/model/bench_model";
import type { Controls, DrawnPart } from "../src/protocol/messages";

/** One part in one state: what the board would hand to its drawing. */
export interface Story {
  title: string;
  part: DrawnPart;
  stand: PartStand;
  /** By pin name; a pin that is not here is high-Z, and an input. */
  levels: Record<string, number>;
  outputs: string[];
  /** More properties of the element, such as a chip's sides. */
  dressing: Record<string, unknown>;
}

interface Details {
  title?: string;
  id?: string;
  attributes?: Record<string, string>;
  labels?: Record<string, string>;
  controls?: Controls;
  shows?: Controls;
  levels?: Record<string, number>;
  outputs?: string[];
  dressing?: Record<string, unknown>;
}

export function story(type: string, pins: string[], details: Details = {}): Story {
  const { attributes = {}, labels = {}, controls = {}, shows = {} } = details;
  return {
    title: details.title ?? type,
    part: {
      part: details.id ?? type.replace(/^(wokwi|chip)-/, ""),
      type,
      left: 0,
      top: 0,
      placed: true,
      rotate: 0,
      hide: false,
      attributes,
      controls,
      shows,
      pins: pins.map((name) => ({ name, label: labels[name] ?? "" })),
    },
    stand: { controls, shows },
    levels: details.levels ?? {},
    outputs: details.outputs ?? [],
    dressing: details.dressing ?? {},
  };
}

/** ["0", "1", … ] */
export function lines(count: number): string[] {
  return Array.from({ length: count }, (_, i) => String(i));
}
