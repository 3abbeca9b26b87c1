import { type PartElement, seenBrightness } from "./part_adapter";

/** Wokwi's segments are lit or not: those that are lit for part of the time get their brightness as opacity. */
export async function dimSegments(element: PartElement, selector: string, percents: number[]): Promise<void> {
  await element.updateComplete;
  element.shadowRoot?.querySelectorAll<SVGElement>(selector).forEach((segment, i) => {
    const percent = percents[i] ?? 0;
    segment.style.opacity = percent > 0 && percent < 100 ? String(seenBrightness(percent)) : "";
  });
}
