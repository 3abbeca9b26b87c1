import { ownElements, UNKNOWN_PART } from "../../elements/index";
import { isGuestChip } from "../../model/guest_chips";
import type { ControlValue, DrawnPart } from "../../protocol/messages";
import { sliders } from "./sensors";
import { assign, bounded, flag, type PartAdapter, type PartElement, whole } from "./part_adapter";

/** For the parts that this project draws itself; undefined for others. */
export function ownPart(type: string): PartAdapter | undefined {
  const tag = ownElements.get(type);
  return tag === undefined ? undefined : { ...drawnBy(tag, type), ...OPERATED.get(type) };
}

/** Modules with a control that a person sets. */
const OPERATED = new Map(
  ["wokwi-ds18b20", "board-ds18b20"].map((type) => [
    type,
    { zones: sliders(134, [{ control: "temperature", label: "Temperature", least: -55, most: 125, unit: " °C" }]) },
  ]),
);

/** How many of these an element draws. */
const COUNTS = new Set(["rows", "cols", "pixels"]);
const MOST_COUNTED = 64;
/** Width of a slider with its name beside it, in px. */
const NAMED_SLIDER = 200;
const MOST = 10_000;

/** A box with the pins that wires name: for an unknown type, and for a custom chip. */
export function unknownPart(type: string): PartAdapter {
  return { ...drawnBy(UNKNOWN_PART, type), zones: rangeSliders };
}

/** A slider for each control whose range the bench describes. */
function rangeSliders(part: DrawnPart) {
  const ranges = Object.entries(part.ranges ?? {}).filter((entry) => entry[1][2] > 0);
  const values = ranges.map(([control, [least, most, step]]) => ({
    control,
    label: control,
    name: control,
    least,
    most,
    step,
    unit: "",
  }));
  return sliders(NAMED_SLIDER, values)(part);
}

/** A part that Wokwi draws and of which this page knows nothing else, such as an Arduino. */
export function idlePart(type: string): PartAdapter {
  return {
    tag: type,
    dress(element, { attributes }) {
      for (const name of propertiesOf(element)) {
        const value = attributes[name] ?? attributes[name.toLowerCase()];
        if (value !== undefined) assign(element, propertyOf(name, Reflect.get(element, name), value));
      }
    },
    zones: rangeSliders,
    describe: ({ part }) => `${plainName(type)} ${part}`,
  };
}

/** The names of what an element of Lit declares. */
function propertiesOf(element: PartElement): string[] {
  const { elementProperties } = element.constructor as { elementProperties?: Map<PropertyKey, unknown> };
  return [...(elementProperties?.keys() ?? [])].filter((name) => typeof name === "string");
}

/** An attribute's text as the type that the property has; nothing where it has none of these. */
function propertyOf(name: string, now: unknown, text: string): Record<string, unknown> {
  if (typeof now === "boolean") return { [name]: flag(text, now) };
  if (COUNTS.has(name)) return { [name]: whole(text, Number(now), 0, MOST_COUNTED) };
  if (typeof now === "number") return { [name]: bounded(text, now, 0, MOST) };
  return typeof now === "string" ? { [name]: text } : {};
}

/** A part that an element of this project draws. */
export function drawnBy(tag: string, type: string): PartAdapter {
  return {
    tag,
    dress(element, { part, pins, attributes, title }) {
      assign(element, { partId: part, type, pins, attrs: attributes });
      if (title) assign(element, { called: title });
    },
    show(element, { controls, shows }) {
      assign(element, { controls, shows });
    },
    describe({ part, attributes, title }, { shows }) {
      if (isGuestChip(type)) return `Chip ${part}, ${guestText(shows["connected"], shows["guest"])}`;
      if (type.startsWith("chip-")) return `Custom chip ${part}, ${title || type}`;
      if (type === "wokwi-text") return attributes["text"] ?? "";
      return `${plainName(type)} ${part}`;
    },
  };
}

/** Whether a chip has a guest, and which. */
export function guestText(connected?: ControlValue, guest?: ControlValue): string {
  if (connected !== 1) return "no guest connected";
  return guest ? `connected: ${guest}` : "guest connected";
}

/** "wokwi-gate-and-2" as "Gate and 2". */
function plainName(type: string): string {
  const name = type.replace(/^[a-z]+-/, "").replaceAll("-", " ");
  return name.charAt(0).toUpperCase() + name.slice(1);
}
