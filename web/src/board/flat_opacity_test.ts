import { expect, it } from "vitest";

import { flattenOpacity } from "./flat_opacity";

it("makes fills translucent, but leaves alone what would look different", () => {
  const drawing = document.createElement("div");
  drawing.innerHTML = `<svg><path opacity=".3"/><circle opacity=".5" filter="url(#a)"/>
    <rect opacity=".4" stroke="red"/><g opacity=".6"><path/></g></svg>`;
  flattenOpacity(drawing);
  const left = [...drawing.querySelectorAll("svg *")].map((shape) => shape.getAttribute("opacity"));
  expect(left).toEqual([null, ".5", ".4", ".6", null]);
  expect(drawing.querySelector("path")?.getAttribute("fill-opacity")).toBe(".3");
});
