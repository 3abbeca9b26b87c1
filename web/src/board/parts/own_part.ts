import { ownElements } from "../../elements/index";
import { assign, type PartAdapter } from "./part_adapter";

/** For the parts that this project draws itself; for a type that nobody knows, a box with its pins. */
export function ownPart(type: string): PartAdapter {
  const box = ownElements["chip-*"] ?? "";
  const tag = ownElements[type] ?? box;
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
  const name = type.replace(/^wokwi-/, "").replaceAll("-", " ");
  return name.charAt(0).toUpperCase() + name.slice(1);
}
