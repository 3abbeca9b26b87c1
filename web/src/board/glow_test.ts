import { expect, it, vi } from "vitest";

import { blurredDisc, unblurDiscs } from "./glow";

vi.stubGlobal("CSS", { escape: (text: string) => text });

it("blurredDisc is the share of a Gaussian that falls on the disc", () => {
  // In the middle it is 1 - exp(-r² / 2σ²).
  expect(blurredDisc(10, 4, 0)).toBeCloseTo(1 - Math.exp(-100 / 32), 3);
  expect(blurredDisc(2, 2, 0)).toBeCloseTo(1 - Math.exp(-0.5), 3);
  // At the edge of a large disc it is a little less than half, and far away nothing.
  expect(blurredDisc(100, 4, 100)).toBeCloseTo(0.49, 2);
  expect(blurredDisc(10, 4, 30)).toBeLessThan(0.001);
});

it("unblurDiscs leaves a gradient of the same colour, and leaves all other shapes unchanged", () => {
  const svg = document.createElement("div");
  svg.innerHTML = `<svg>
    <filter id="light"><feGaussianBlur stdDeviation="4" /></filter>
    <ellipse class="disc" rx="10" ry="10" fill="red" filter="url(#light)" />
    <ellipse class="oval" rx="10" ry="5" fill="red" filter="url(#light)" />
    <ellipse class="other" rx="10" ry="10" fill="red" filter="url(#none)" />
    <ellipse class="sharp" rx="10" ry="10" fill="red" /></svg>`;
  unblurDiscs(svg);
  const disc = svg.querySelector(".disc")!;
  expect([disc.getAttribute("filter"), disc.getAttribute("fill"), disc.getAttribute("rx")]).toEqual([
    null,
    "url(#disc-light-10)",
    "22",
  ]);
  const stops = [...svg.querySelectorAll("#disc-light-10 stop")];
  expect(stops.map((stop) => stop.getAttribute("stop-color"))).toEqual(Array(17).fill("red"));
  const opacities = stops.map((stop) => Number(stop.getAttribute("stop-opacity")));
  expect(opacities).toEqual([...opacities].sort((a, b) => b - a));
  expect(opacities.at(-1)).toBe(0);
  for (const name of ["oval", "other"]) expect(svg.querySelector(`.${name}`)?.hasAttribute("filter")).toBe(true);
  expect(svg.querySelector(".sharp")?.getAttribute("fill")).toBe("red");
});
