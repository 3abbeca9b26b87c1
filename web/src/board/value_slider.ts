import type { Zone } from "./parts/part_adapter";

/** Of a control that is a number, and how a person reads it. */
export interface ValueRange {
  least: number;
  most: number;
  /** Behind the number, with its space: " cm". */
  unit: string;
  /** Before the number, for a part with several sliders that only differ by name. */
  name?: string;
  /** 1 unless given. */
  step?: number;
}

/** A browser's own slider over a part, and the value beside it: it works with mouse, touch and keyboard. */
export class ValueSlider {
  readonly frame = document.createElement("div");
  readonly input = document.createElement("input");
  private readonly text = document.createElement("output");
  private sending = false;
  /** What was chosen while another value was on its way. */
  private next: number | undefined;

  constructor(
    { label }: Zone,
    private readonly range: ValueRange,
    private readonly send: (value: number) => Promise<void>,
  ) {
    this.frame.className = "zone value";
    Object.assign(this.input, {
      type: "range",
      step: String(range.step ?? 1),
      min: String(range.least),
      max: String(range.most),
    });
    this.input.setAttribute("aria-label", label);
    this.frame.title = label;
    this.text.setAttribute("aria-hidden", "true");
    this.frame.append(this.input, this.text);
    // The board is not moved by it.
    this.frame.addEventListener("pointerdown", (event) => event.stopPropagation());
    this.input.addEventListener("input", () => void this.choose(this.input.valueAsNumber));
  }

  /** The value that the program reports; it does not move a slider that the user drags. */
  show(value: number): void {
    if (this.sending) return;
    this.input.value = String(value);
    this.describe(value);
  }

  private describe(value: number): void {
    const { name, unit } = this.range;
    this.text.textContent = `${name ? `${name} ` : ""}${value}${unit}`;
    this.input.setAttribute("aria-valuetext", this.text.textContent);
  }

  /** One request at a time: of the values chosen meanwhile the last one follows. */
  private async choose(value: number): Promise<void> {
    this.describe(value);
    this.next = value;
    if (this.sending) return;
    this.sending = true;
    while (this.next !== undefined) {
      const chosen: number = this.next;
      this.next = undefined;
      await this.send(chosen).catch(() => undefined);
    }
    this.sending = false;
  }
}
