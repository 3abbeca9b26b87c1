import type { BenchModel } from "../model/bench_model";
import type { HeldControls } from "../model/held_controls";
import type { Box } from "./geometry";
import { place, type PartDrawing } from "./part_drawing";
import type { Zone } from "./parts/part_adapter";
import { type ValueRange, ValueSlider } from "./value_slider";
import { nextZone, type Way } from "./zone_walk";

const PRESS_KEYS = [" ", "Enter"];
const WAYS: Record<string, Way> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };
/** An arrow that is held down turns on, so often. */
const TURN_EVERY_MS = 150;

/**
 * How a person operates one part: a zone over each of its controls, for mouse, touch and keyboard. A part is one stop of
 * the Tab key; arrows lead from one of its zones to the next.
 */
export class PartHand {
  readonly frame = document.createElement("div");
  readonly zones: Zone[];
  private readonly spots: HTMLElement[];
  private readonly sliders = new Map<Zone, ValueSlider>();
  /** Zones that a Ctrl-click left held. */
  private readonly sticky = new Set<Zone>();
  /** Zones that are pressed now, and whether they were held so before. */
  private readonly pressed = new Map<Zone, boolean>();
  /** What each key that is down presses. */
  private readonly byKey = new Map<string, Zone>();
  private turning: ReturnType<typeof setInterval> | undefined;

  constructor(
    readonly drawing: PartDrawing,
    private readonly model: BenchModel,
    private readonly held: HeldControls,
  ) {
    this.zones = drawing.zones;
    this.frame.className = "hand";
    this.frame.dataset["part"] = this.name;
    this.spots = this.zones.map((zone) => this.spotOf(zone));
    this.frame.append(...this.spots.map((spot, i) => this.sliderAt(i)?.frame ?? spot));
    this.frame.setAttribute("role", this.zones.length ? "group" : "img");
    this.moveStop(0);
    this.frame.addEventListener("keydown", (event) => this.keyDown(event));
    this.frame.addEventListener("keyup", (event) => this.keyUp(event));
    this.show();
  }

  get name(): string {
    return this.drawing.part.part;
  }

  /** Its frame goes where the drawing has been measured to be. */
  measure(): void {
    place(this.frame, this.drawing.placement);
    this.frame.hidden = this.drawing.part.hide;
  }

  focus(): void {
    this.spots[0]?.focus();
  }

  show(): void {
    setLabel(this.frame, this.drawing.describe());
    const { controls } = this.model.stand(this.name);
    this.zones.forEach((zone, i) => {
      const spot = this.spots[i];
      if (!spot) return;
      const slider = this.sliders.get(zone);
      if (slider) return slider.show(Number(controls[zone.control] ?? 0));
      const on = Number(controls[zone.control] ?? 0) === 1;
      if (zone.kind === "switch") spot.setAttribute("aria-checked", String(on));
      if (zone.kind !== "turn") spot.classList.toggle("on", on);
      spot.classList.toggle("sticky", this.sticky.has(zone));
      setLabel(spot, labelOf(zone, on, this.sticky.has(zone)));
    });
  }

  /** The key that a button's `key` attribute names went down or up, wherever the focus is. */
  boardKey(down: boolean, keep: boolean): void {
    const zone = this.zones.find(({ kind }) => kind === "press");
    if (zone && down) this.down(zone);
    else if (zone) this.up(zone, keep);
  }

  private sliderAt(i: number): ValueSlider | undefined {
    const zone = this.zones[i];
    return zone && this.sliders.get(zone);
  }

  private sliderOf(zone: Zone, range: ValueRange): HTMLElement {
    const slider = new ValueSlider(zone, range, async (value) => {
      // The program takes decimals as text.
      const work = this.model.control(this.name, zone.control, Number.isInteger(value) ? value : String(value));
      this.model.report(work);
      await work;
    });
    this.sliders.set(zone, slider);
    putBox(slider.frame, zone.box);
    return slider.input;
  }

  private spotOf(zone: Zone): HTMLElement {
    if (zone.range) return this.sliderOf(zone, zone.range);
    const spot = document.createElement("div");
    spot.className = `zone ${zone.kind}${zone.round ? " round" : ""}`;
    spot.setAttribute("role", zone.kind === "switch" ? "switch" : "button");
    putBox(spot, zone.box);
    spot.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      spot.setPointerCapture(event.pointerId);
      this.moveStop(this.zones.indexOf(zone));
      spot.focus({ preventScroll: true });
      this.down(zone);
    });
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"] as const) {
      spot.addEventListener(name, (event) => this.up(zone, event.ctrlKey || event.metaKey));
    }
    // A key that is down is released when the focus leaves. A finger is not: it may be one of two.
    spot.addEventListener("blur", () => this.releaseKeys());
    return spot;
  }

  private down(zone: Zone): void {
    if (zone.kind === "switch") this.toggle(zone);
    else if (zone.kind === "turn") this.turnOn(zone.by ?? 1);
    else {
      this.pressed.set(zone, this.sticky.delete(zone));
      this.held.hold(this.name, zone.control);
    }
  }

  /** `keep`: it stays held until it is pressed again. */
  private up(zone: Zone, keep: boolean): void {
    clearInterval(this.turning);
    const wasSticky = this.pressed.get(zone);
    if (!this.pressed.delete(zone)) return;
    if (keep && !wasSticky) this.sticky.add(zone);
    else this.held.release(this.name, zone.control);
    this.show();
  }

  private toggle(zone: Zone): void {
    this.switchTo(zone, Number(this.model.stand(this.name).controls[zone.control] ?? 0) === 1 ? 0 : 1);
  }

  private switchTo(zone: Zone, value: 0 | 1): void {
    this.model.report(this.model.control(this.name, zone.control, value));
  }

  private turn(by: number): void {
    const zone = this.zones.find(({ kind }) => kind === "turn");
    if (zone) this.model.report(this.model.control(this.name, zone.control, by));
  }

  private turnOn(by: number): void {
    this.turn(by);
    clearInterval(this.turning);
    this.turning = setInterval(() => this.turn(by), TURN_EVERY_MS);
  }

  private keyDown(event: KeyboardEvent): void {
    const at = this.spots.indexOf(event.target as HTMLElement);
    const zone = this.zones[at];
    if (!zone || event.altKey) return;
    // The browser moves its slider by the keys itself.
    if (zone.kind === "value") return event.stopPropagation();
    const typed = this.typed(event);
    if (typed) this.pressKey(event, typed);
    else if (PRESS_KEYS.includes(event.key)) this.pressKey(event, zone);
    else if (WAYS[event.key] && !event.ctrlKey && !event.metaKey) this.arrow(event, at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private pressKey(event: KeyboardEvent, zone: Zone): void {
    if (event.repeat) return;
    this.byKey.set(event.code, zone);
    if (zone.kind === "turn") this.turn(zone.by ?? 1);
    else this.down(zone);
  }

  private keyUp(event: KeyboardEvent): void {
    const zone = this.byKey.get(event.code);
    if (!zone) return;
    this.byKey.delete(event.code);
    this.up(zone, event.ctrlKey || event.metaKey);
    event.stopPropagation();
  }

  private releaseKeys(): void {
    for (const zone of this.byKey.values()) this.up(zone, false);
    this.byKey.clear();
  }

  private typed({ key, ctrlKey, metaKey }: KeyboardEvent): Zone | undefined {
    if (ctrlKey || metaKey) return undefined;
    return this.zones.find((zone) => zone.key?.toLowerCase() === key.toLowerCase());
  }

  private arrow({ key, repeat }: KeyboardEvent, at: number): void {
    const way = WAYS[key] ?? "left";
    const onward = way === "right" || way === "up";
    if (this.zones.some(({ kind }) => kind === "turn")) return this.turn(onward ? 1 : -1);
    const boxes = this.zones.map(({ box }) => box);
    const next = nextZone(boxes, at, way);
    const zone = this.zones[at];
    if (next !== undefined) {
      this.moveStop(next);
      this.spots[next]?.focus();
    } else if (zone?.kind === "switch" && !repeat) this.switchTo(zone, onward ? 1 : 0);
  }

  private moveStop(to: number): void {
    this.spots.forEach((spot, i) => (spot.tabIndex = i === to ? 0 : -1));
  }
}

function labelOf({ kind, label, positions }: Zone, on: boolean, sticky: boolean): string {
  if (kind === "turn") return label;
  const [off, onward] = positions ?? (kind === "press" ? ["released", "pressed"] : ["off", "on"]);
  return `${label}, ${on ? onward : off}${sticky ? " and held" : ""}`;
}

function setLabel(element: HTMLElement, label: string): void {
  if (element.getAttribute("aria-label") !== label) element.setAttribute("aria-label", label);
}

function putBox(spot: HTMLElement, { x, y, width, height }: Box): void {
  Object.assign(spot.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
}
