import { ownElements, UNKNOWN_PART } from "../../elements/index";
import { assign, type PartAdapter } from "./part_adapter";

/** For the parts that this project draws itself; undefined for others. */
export function ownPart(type: string): PartAdapter | undefined {
  const tag = ownElements[type.startsWith("chip-") ? "chip-*" : type];
  return tag === undefined ? undefined : drawnBy(tag, type);
}

/** A box with the pins that wires name, for a type that nobody knows. */
export function unknownPart(type: string): PartAdapter {
  return drawnBy(UNKNOWN_PART, type);
}

/** A part that Wokwi draws and that does nothing here, such as an Arduino. */
export function idlePart(type: string): PartAdapter {
  return {
    tag: type,
    dress(element, { attributes }) {
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    },
    describe: ({ part }) => `${plainName(type)} ${part}`,
  };
}

function drawnBy(tag: string, type: string): PartAdapter {
  return {
    tag,
    dress(element, { part, pins, attributes }) {
      assign(element, { partId: part, type, pins, attrs: attributes });
    },
    show(element, { controls, shows }) {
      assign(element, { controls, shows });
    },
    describe({ part, attributes }, { shows }) {
      if (type.startsWith("chip-")) return `Chip ${part}, ${guestText(shows["connected"], shows["guest"])}`;
      if (type === "wokwi-text") return attributes["text"] ?? "";
      return `${plainName(type)} ${part}`;
    },
  };
}

function guestText(connected: unknown, guest: unknown): string {
  if (connected !== 1) return "no guest connected";
  return guest ? `connected: ${String(guest)}` : "guest connected";
}

/** "wokwi-gate-and-2" as "Gate and 2". */
function plainName(type: string): string {
  const name = type.replace(/^[a-z]+-/, "").replaceAll("-", " ");
  return name.charAt(0).toUpperCase() + name.slice(1);
}
