import { CONFLICT, NO_HAND, type PinTable, STATE_NAMES } from "../model/pin_table";
import type { Point } from "./geometry";
import { svgElement } from "./svg";

const RADIUS = 2.6;

/** A dot on each pin that needs one, whose class is the level, and marks on pins that are driven by hand. */
export class PinsView {
  readonly svg = svgElement("svg");
  private readonly dots: (SVGElement | undefined)[];
  private readonly shown: string[] = [];
  private readonly marks = new Map<number, SVGElement>();

  /** `dotted`: whether a pin has a dot. Of the holes of a breadboard only those have one that are wired. */
  constructor(
    private readonly pins: PinTable,
    private readonly places: (Point | undefined)[],
    dotted: (pin: number) => boolean,
  ) {
    this.svg.setAttribute("class", "pins");
    this.svg.setAttribute("aria-hidden", "true");
    this.dots = places.map((place, pin) => (place && dotted(pin) ? this.dotAt(place) : undefined));
  }

  show(pin: number, busy: boolean, inspected: boolean): void {
    const [state, hand] = [this.pins.state[pin] ?? 0, this.pins.hand[pin] ?? NO_HAND];
    const shown = `pin ${STATE_NAMES[state]}${busy ? " busy" : ""}${inspected ? " inspected" : ""} hand${hand}`;
    if (shown === this.shown[pin]) return;
    this.shown[pin] = shown;
    const special = inspected || state === CONFLICT || hand !== NO_HAND;
    const place = this.places[pin];
    if (special && place) this.dots[pin] ??= this.dotAt(place);
    this.dots[pin]?.setAttribute("class", shown);
    this.mark(pin, state === CONFLICT, hand);
  }

  private dotAt({ x, y }: Point): SVGElement {
    const dot = svgElement("circle");
    dot.setAttribute("cx", String(x));
    dot.setAttribute("cy", String(y));
    dot.setAttribute("r", String(RADIUS));
    this.svg.append(dot);
    return dot;
  }

  private mark(pin: number, fights: boolean, hand: number): void {
    this.marks.get(pin)?.remove();
    this.marks.delete(pin);
    const place = this.places[pin];
    if (!place || (!fights && hand === NO_HAND)) return;
    const mark = svgElement("g");
    if (hand !== NO_HAND) mark.append(...handAt(place, hand));
    if (fights) mark.append(exclamationAt(place));
    this.svg.append(mark);
    this.marks.set(pin, mark);
  }
}

/** A square around the pin, and a flag with the level that it is driven to by hand. */
function handAt({ x, y }: Point, hand: number): SVGElement[] {
  const square = svgElement("rect");
  const [half, flagX, flagY] = [4.6, x + 8.5, y - 8.5];
  Object.entries({ x: x - half, y: y - half, width: 2 * half, height: 2 * half, rx: 1.2, class: "held" }).forEach(
    ([name, value]) => square.setAttribute(name, String(value)),
  );
  const flag = svgElement("circle");
  Object.entries({ cx: flagX, cy: flagY, r: 6, class: "flag" }).forEach(([name, value]) =>
    flag.setAttribute(name, String(value)),
  );
  const text = svgElement("text");
  text.setAttribute("x", String(flagX));
  text.setAttribute("y", String(flagY + 2.9));
  text.textContent = String(hand);
  return [square, flag, text];
}

function exclamationAt({ x, y }: Point): SVGElement {
  const stroke = svgElement("path");
  stroke.setAttribute("class", "exclamation");
  stroke.setAttribute("d", `M${x} ${y - 2.6}V${y + 0.6}M${x} ${y + 2.5}V${y + 2.6}`);
  return stroke;
}
