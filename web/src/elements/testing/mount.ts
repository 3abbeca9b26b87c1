import type { PartElement } from "../part_element";

/** An element of this tag on the page, drawn. */
export async function mount<E extends PartElement>(tag: string, properties: Partial<E>): Promise<E> {
  const element = Object.assign(document.createElement(tag), properties) as unknown as E;
  document.body.replaceChildren(element);
  await element.updateComplete;
  return element;
}

/** Pins without labels. */
export function pinsOf(names: string[]): { name: string; label: string }[] {
  return names.map((name) => ({ name, label: "" }));
}

/** The levels of these pins: those named, and high-Z for the others. */
export function levelsOf(names: string[], levels: Record<string, number>): number[] {
  return names.map((name) => levels[name] ?? 2);
}

export function all(element: PartElement, selector: string): Element[] {
  return [...element.renderRoot.querySelectorAll(selector)];
}

export function one(element: PartElement, selector: string): Element {
  const found = all(element, selector);
  if (found.length !== 1) throw new Error(`${found.length} of ${selector}, not one`);
  return found[0]!;
}

export function texts(element: PartElement): string[] {
  return all(element, "text").map((text) => text.textContent ?? "");
}
