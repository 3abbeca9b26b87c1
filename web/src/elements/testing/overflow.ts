import type { LitElement } from "lit";

import { textWidth } from "../fit_text";
import type { PartElement } from "../part_element";
import { all, one } from "./mount";

/** The texts of a drawing that leave it, at the width that letters have at most. */
export function overflowing(element: PartElement): string[] {
  const svg = one(element, "svg");
  const [width, height] = [Number(svg.getAttribute("width")), Number(svg.getAttribute("height"))];
  return all(element, "text")
    .filter((text) => {
      const place = (name: string) => Number(text.getAttribute(name) ?? 0);
      const size = Number.parseFloat(property(element, text, "font-size"));
      if (Number.isNaN(size)) return true;
      const long = textWidth(text.textContent ?? "", size);
      const before =
        { start: 0, middle: long / 2, end: long }[property(element, text, "text-anchor") || "start"] ?? NaN;
      const left = place("x") - before;
      return !(left >= 0 && left + long <= width && place("y") <= height && place("y") >= size * 0.7);
    })
    .map((text) => text.textContent ?? "");
}

/** What an attribute or the element's style sheets say; jsdom does not apply those of a shadow root. */
function property(element: PartElement, text: Element, name: string): string {
  const own = text.getAttribute(name);
  if (own !== null) return own;
  let value = "";
  const styles = (element.constructor as typeof LitElement).elementStyles as { cssText: string }[];
  for (const { cssText } of styles) {
    for (const [, selectors = "", body = ""] of cssText.matchAll(/([^{}]+)\{([^}]*)\}/g)) {
      const declared = new RegExp(`${name}:\\s*([^;]+);`).exec(body)?.[1];
      if (declared !== undefined && text.matches(selectors.trim().replace(":host", "html"))) value = declared;
    }
  }
  return value;
}
