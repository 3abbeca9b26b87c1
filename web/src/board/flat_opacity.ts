const SHAPES = ["path", "ellipse", "circle", "rect", "polygon"]
  .map((shape) => `${shape}[opacity]:not([filter])`)
  .join();

/**
 * Makes fills translucent in place of shapes, which looks the same where a shape has no stroke. To a browser each
 * translucent shape is a layer to put together in each frame: an LED of Wokwi's has fourteen, a board hundreds of LEDs.
 */
export function flattenOpacity(drawing: ParentNode): void {
  for (const shape of drawing.querySelectorAll(SHAPES)) {
    if (shape.hasAttribute("stroke") || shape.hasAttribute("fill-opacity")) continue;
    shape.setAttribute("fill-opacity", shape.getAttribute("opacity") ?? "1");
    shape.removeAttribute("opacity");
  }
}
