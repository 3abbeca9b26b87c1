import type { Placement } from "./geometry";
import { svgElement } from "./svg";

/** The drawing of a part, with its light if it has one. */
export interface LitDrawing {
  readonly placement: Placement;
  readonly light: SVGGElement | null;
}

/**
 * The lights of LEDs, in a separate layer: when an LED blinks, the browser paints this layer again, and not the drawings. The
 * elements of the parts keep their lights up to date wherever they are.
 */
export class LightsView {
  readonly svg = svgElement("svg");
  private readonly fills = this.svg.appendChild(svgElement("defs"));
  /** The names of the fills that lights have, by what they are made of. */
  private readonly names = new Map<string, string>();

  /** Takes the lights out of these drawings, which have been measured and placed. */
  constructor(drawings: LitDrawing[]) {
    this.svg.setAttribute("class", "lights");
    this.svg.setAttribute("aria-hidden", "true");
    for (const { placement, light } of drawings) if (light) this.add(placement, light);
  }

  private add({ left, top, rotate, width, height }: Placement, light: SVGGElement): void {
    const picture = light.ownerSVGElement;
    if (!picture) return;
    const frame = picture.cloneNode(false) as SVGSVGElement;
    const place = svgElement("g");
    const turned = `rotate(${rotate} ${width / 2} ${height / 2})`;
    place.setAttribute("transform", `translate(${left} ${top}) ${turned} ${aboutMiddle(picture)}`);
    frame.removeAttribute("transform");
    for (const fill of light.querySelectorAll("radialGradient")) this.share(fill, light);
    frame.append(light);
    place.append(frame);
    this.svg.append(place);
  }

  /** All lights of a colour have one fill: a light that goes on would take its own, with all its parts, along. */
  private share(fill: SVGRadialGradientElement, light: SVGGElement): void {
    const made = fill.outerHTML;
    let name = this.names.get(made);
    const shapes = light.querySelectorAll(`[fill="url(#${fill.id})"]`);
    if (name === undefined) {
      name = `light-${this.names.size}`;
      this.names.set(made, name);
      fill.id = name;
      this.fills.append(fill);
    } else fill.remove();
    for (const shape of shapes) shape.setAttribute("fill", `url(#${name})`);
  }
}

/** What a browser does with the transform of a picture in a page: its origin is the middle. */
function aboutMiddle(picture: SVGSVGElement): string {
  const transform = picture.getAttribute("transform");
  if (!transform) return "";
  const [x, y] = ["width", "height"].map((side) => Number(picture.getAttribute(side)) / 2) as [number, number];
  return `translate(${x} ${y}) ${transform} translate(${-x} ${-y})`;
}
