import type { DrawnWire } from "../protocol/messages";
import { CONFLICT, type PinTable, STATE_NAMES } from "../model/pin_table";
import { boxAround, cornersOf, type Point } from "./geometry";
import { svgElement } from "./svg";
import { cornersOfWire, isDrawn, markPlace, type PinsOnLine, svgPath } from "./wire_path";

/** From the bottom to the top, for all wires together: where wires meet, no casing cuts through a strand. */
const LAYERS = ["reach", "casing", "beat", "strand"] as const;

interface Wire {
  lines: SVGPathElement[];
  pin: number;
  mark: Point;
  warning: SVGElement | null;
  shown: string;
}

/** The wires: a path each, whose class says the level. Nothing else is touched when levels change. */
export class WiresView {
  readonly svg = svgElement("svg");
  /** The outermost corners of all wires. */
  readonly corners: Point[] = [];
  private readonly layers: Record<(typeof LAYERS)[number] | "warnings", SVGGElement>;
  /** By pin number. */
  private readonly ofPin = new Map<number, Wire[]>();

  constructor(
    wires: DrawnWire[],
    private readonly pins: PinTable,
    places: (Point | undefined)[],
    private readonly pinsOn?: PinsOnLine,
  ) {
    this.svg.setAttribute("class", "wires");
    this.svg.setAttribute("aria-hidden", "true");
    const layer = (name: string) => {
      const group = svgElement("g");
      group.setAttribute("class", name);
      return this.svg.appendChild(group);
    };
    this.layers = {
      reach: layer("reach"),
      casing: layer("casing"),
      beat: layer("beat"),
      strand: layer("strand"),
      warnings: layer("warnings"),
    };
    for (const wire of wires) {
      if (isDrawn(wire.color, wire.path)) this.add(wire, places);
    }
  }

  /** Shows the level of this pin's wires; `busy`: they changed and changed back. */
  show(pin: number, busy: boolean, inspected: boolean): void {
    for (const wire of this.ofPin.get(pin) ?? []) this.showWire(wire, busy, inspected);
  }

  private add({ from, to, color, path }: DrawnWire, places: (Point | undefined)[]): void {
    const [a, b] = [this.pins.number(from), this.pins.number(to)];
    const [start, end] = [places[a ?? -1], places[b ?? -1]];
    if (a === undefined || b === undefined || !start || !end) return;
    const corners = cornersOfWire(start, end, path, this.pinsOn);
    const d = svgPath(corners);
    const lines = LAYERS.map((layer) => {
      const line = svgElement("path");
      line.setAttribute("d", d);
      if (layer === "strand") line.style.stroke = color;
      // The wire alone is too thin for a finger.
      if (layer === "reach") line.dataset["pin"] = String(a);
      this.layers[layer].append(line);
      return line;
    });
    this.corners.push(...cornersOf(boxAround(corners)));
    const wire: Wire = { lines, pin: a, mark: markPlace(corners), warning: null, shown: "" };
    for (const pin of [a, b]) this.ofPin.set(pin, [...(this.ofPin.get(pin) ?? []), wire]);
  }

  private showWire(wire: Wire, busy: boolean, inspected: boolean): void {
    const state = this.pins.state[wire.pin] ?? 0;
    const shown = `${STATE_NAMES[state]}${busy ? " busy" : ""}${inspected ? " inspected" : ""}`;
    if (shown === wire.shown) return;
    wire.shown = shown;
    for (const line of wire.lines) line.setAttribute("class", shown);
    if ((state === CONFLICT) !== (wire.warning !== null)) this.warn(wire, state === CONFLICT);
  }

  private warn(wire: Wire, fights: boolean): void {
    wire.warning?.remove();
    wire.warning = fights ? warningAt(wire.mark) : null;
    if (wire.warning) this.layers.warnings.append(wire.warning);
  }
}

/** A triangle with an exclamation mark. */
export function warningAt({ x, y }: Point): SVGElement {
  const group = svgElement("g");
  group.setAttribute("class", "warning");
  group.setAttribute("transform", `translate(${x} ${y})`);
  const triangle = svgElement("path");
  triangle.setAttribute("d", "M0-9.5L9.5 7H-9.5z");
  const stroke = svgElement("path");
  stroke.setAttribute("class", "exclamation");
  stroke.setAttribute("d", "M0-4.5V1.5M0 3.9V4.1");
  group.append(triangle, stroke);
  return group;
}
