import { svgElement } from "./svg";

const STOPS = 16;
const RINGS = 48;

/**
 * Puts a gradient in place of each blurred disc of a drawing, which looks the same: to blur takes a browser most of a
 * frame where hundreds of LEDs blink. The fill of the disc must not change afterwards.
 */
export function unblurDiscs(drawing: ParentNode): void {
  for (const disc of drawing.querySelectorAll<SVGEllipseElement>("ellipse[filter]")) {
    const id = /^url\(#(.+)\)$/.exec(disc.getAttribute("filter") ?? "")?.[1];
    const filter = [...drawing.querySelectorAll("filter")].find((one) => one.id === id);
    const blur = filter?.querySelector("feGaussianBlur");
    const [radius, sigma] = [Number(disc.getAttribute("rx")), Number(blur?.getAttribute("stdDeviation"))];
    const fill = disc.getAttribute("fill");
    if (!(radius > 0) || !(sigma > 0) || fill === null || disc.getAttribute("ry") !== String(radius)) continue;
    const gradient = gradientOf(radius, sigma, fill);
    gradient.id = `disc-${id}-${radius}`;
    disc.before(gradient);
    disc.setAttribute("fill", `url(#${gradient.id})`);
    disc.removeAttribute("filter");
    for (const axis of ["rx", "ry"]) disc.setAttribute(axis, String(radius + 3 * sigma));
  }
}

/** From the middle of the disc to where nothing of it is left. */
function gradientOf(radius: number, sigma: number, fill: string): SVGElement {
  const gradient = svgElement("radialGradient");
  for (let i = 0; i <= STOPS; ++i) {
    const stop = svgElement("stop");
    stop.setAttribute("offset", String(i / STOPS));
    stop.setAttribute("stop-color", fill);
    const opacity = i === STOPS ? 0 : blurredDisc(radius, sigma, ((radius + 3 * sigma) * i) / STOPS);
    stop.setAttribute("stop-opacity", opacity.toFixed(4));
    gradient.append(stop);
  }
  return gradient;
}

/**
 * How opaque a disc of this radius is at this distance from its middle, once it is blurred: the integral of a Gaussian
 * over the disc, ring by ring.
 */
export function blurredDisc(radius: number, sigma: number, distance: number): number {
  const width = radius / RINGS;
  let sum = 0;
  for (let i = 0; i < RINGS; ++i) {
    const ring = (i + 0.5) * width;
    const exponent = -((distance - ring) ** 2) / (2 * sigma ** 2);
    sum += (ring / sigma ** 2) * Math.exp(exponent) * scaledBessel((distance * ring) / sigma ** 2) * width;
  }
  return sum;
}

/** The modified Bessel function I0(x), times exp(-x) (Abramowitz and Stegun, 9.8.1 and 9.8.2: within 2e-7). */
function scaledBessel(x: number): number {
  const polynomial = (t: number, coefficients: number[]) => coefficients.reduceRight((sum, c) => sum * t + c, 0);
  if (x < 3.75) {
    const t = (x / 3.75) ** 2;
    return Math.exp(-x) * polynomial(t, [1, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.0360768, 0.0045813]);
  }
  const t = 3.75 / x;
  const far = [0.39894228, 0.01328592, 0.00225319, -0.00157565, 0.00916281, -0.02057706, 0.02635537, -0.01647633];
  return polynomial(t, [...far, 0.00392377]) / Math.sqrt(x);
}
