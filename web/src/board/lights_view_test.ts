import { describe, expect, it } from "vitest";

import { LightsView } from "./lights_view";

/** A drawing whose light is a disc of this colour; `flip`: the drawing is mirrored. */
function light(colour: string, { rotate = 0, flip = false } = {}) {
  const drawing = document.createElement("div");
  drawing.innerHTML = `<svg width="40" height="50" viewBox="-10 -5 35 40"${flip ? ' transform="scale(-1 1)"' : ""}>
    <rect width="1" height="1" />
    <g class="light">
      <radialGradient id="disc"><stop stop-color="${colour}" /></radialGradient><ellipse fill="url(#disc)" />
    </g></svg>`;
  const placement = { left: 100, top: 20, rotate, width: 40, height: 60 };
  return { placement, light: drawing.querySelector<SVGGElement>("g.light")! };
}

describe("LightsView", () => {
  it("takes lights out of their drawings, which keep them up to date", () => {
    const one = light("red");
    const drawing = one.light.closest("div")!;
    const view = new LightsView([one]);
    expect(drawing.querySelector("g.light")).toBeNull();
    expect(drawing.querySelector("rect")).not.toBeNull();
    expect(view.svg.contains(one.light)).toBe(true);
  });

  it("gives lights of one colour one fill, outside of them, and each colour its own", () => {
    const lights = [light("red"), light("green"), light("red")];
    const view = new LightsView(lights);
    const fills = lights.map((one) => one.light.querySelector("ellipse")?.getAttribute("fill"));
    expect(fills[0]).toBe(fills[2]);
    const colours = fills.slice(0, 2).map((fill) => {
      const [stop, ...others] = view.svg.querySelectorAll(`[id="${/#(.*)\)/.exec(fill!)![1]}"] stop`);
      expect(others).toEqual([]);
      return stop?.getAttribute("stop-color");
    });
    expect(colours).toEqual(["red", "green"]);
    expect(lights[0]!.light.querySelector("stop")).toBeNull();
  });

  it("puts a light where its drawing is, turned and mirrored as that is", () => {
    const lights = [light("red"), light("red", { rotate: 90, flip: true })];
    const view = new LightsView(lights);
    const places = lights.map((one) => one.light.parentElement?.parentElement?.getAttribute("transform")?.trim());
    expect(places).toEqual([
      "translate(100 20) rotate(0 20 30)",
      "translate(100 20) rotate(90 20 30) translate(20 25) scale(-1 1) translate(-20 -25)",
    ]);
    const frame = lights[1]!.light.parentElement!;
    expect(["width", "height", "viewBox", "transform"].map((name) => frame.getAttribute(name))).toEqual([
      "40",
      "50",
      "-10 -5 35 40",
      null,
    ]);
    expect(view.svg.querySelectorAll("rect")).toHaveLength(0);
  });
});
