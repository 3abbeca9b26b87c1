import type { CapturablePin, CaptureSource } from "../analyzer/capture_source";
import type { Connection } from "../protocol/connection";
import type { Capture, Edges } from "../protocol/messages";
import type { BenchModel } from "./bench_model";
import { isGuestChip } from "./guest_chips";

const ANALYZER = "wokwi-logic-analyzer";
const GUESSED = 8;

/** The bench's edges, for the logic analyzer. */
export class BenchCapture implements CaptureSource {
  constructor(
    private readonly model: BenchModel,
    private readonly connection: Connection,
  ) {}

  pins(): CapturablePin[] {
    const { names, labels } = this.model.pins;
    return names.map((name, i) => ({ name, label: labels[i] ?? "" }));
  }

  capture(pins: string[]): Promise<Capture | null> {
    return this.connection.call("capture", ...pins);
  }

  onEdges(f: (edges: Edges) => void): () => void {
    return this.connection.on("edges", f);
  }

  onReset(f: () => void): () => void {
    const ends = [
      this.model.onReset.add(() => f()),
      this.model.onStatus.add(({ state }) => {
        if (state === "waiting") f();
      }),
    ];
    return () => ends.forEach((end) => end());
  }

  preferred(): string[] {
    const { parts } = this.model.diagram;
    const analyzed = this.wiredPins(parts.filter(({ type }) => type === ANALYZER).map(({ part }) => part));
    if (analyzed.length) return analyzed.filter((pin) => !pin.endsWith(":GND"));
    const chips = parts.filter(({ type }) => isGuestChip(type)).map(({ part }) => part);
    return this.wiredPins(chips).slice(0, GUESSED);
  }

  private wiredPins(parts: string[]): string[] {
    const { diagram, pins } = this.model;
    const wired = new Set(diagram.wires.flatMap(({ from, to }) => [from, to]));
    return pins.names.filter((name) => wired.has(name) && parts.includes(name.slice(0, name.indexOf(":"))));
  }
}
