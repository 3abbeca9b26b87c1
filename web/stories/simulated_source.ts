import type { CapturablePin, CaptureSource } from "../src/analyzer/capture_source";
import type { Capture, Edges } from "../src/protocol/messages";

/** What a simulated pin does: its next change after a time, as [ns, state]. */
export type Signal = (time: number) => [number, number];

export const STATES = ["low", "high", "highz", "conflict"] as const;

/** A square wave; phase and width are parts of the period. */
export function square(period: number, width = 0.5, phase = 0): Signal {
  return (time) => {
    // From the period before: times are whole ns, and may lie just before what they are computed from.
    for (let n = Math.floor(time / period - phase) - 1; ; n++) {
      const rise = Math.round((n + phase) * period);
      const fall = Math.round((n + phase + width) * period);
      if (rise > time) return [rise, 1];
      if (fall > time) return [fall, 0];
    }
  };
}

/** States at given times, again and again. */
export function pattern(period: number, steps: [number, number][]): Signal {
  return (time) => {
    const round = Math.floor(time / period) * period;
    const step = steps.find(([at]) => round + at > time);
    return step ? [round + step[0], step[1]] : [round + period + steps[0]![0], steps[0]![1]];
  };
}

const SLICE = 100e6;

/** A source whose pins do as told, at the pace of the clock: no program is needed. */
export class SimulatedSource implements CaptureSource {
  /** As many edges are lost, and those of the next message. */
  lose = 0;
  private edgeListeners = new Set<(edges: Edges) => void>();
  private resetListeners = new Set<() => void>();
  private captured: { at: number; state: number; signal: Signal }[] = [];
  private capturing = 0;
  private base = 0;
  private told = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly signals: Record<string, { label: string; signal: Signal }>,
    /** How much of the past is sent at once, in ns. */
    private readonly history = 0,
  ) {}

  pins(): CapturablePin[] {
    return Object.entries(this.signals).map(([name, { label }]) => ({ name, label }));
  }

  preferred(): string[] {
    return Object.keys(this.signals).slice(0, 8);
  }

  onEdges(f: (edges: Edges) => void): () => void {
    this.edgeListeners.add(f);
    return () => this.edgeListeners.delete(f);
  }

  onReset(f: () => void): () => void {
    this.resetListeners.add(f);
    return () => this.resetListeners.delete(f);
  }

  reset(): void {
    clearInterval(this.timer);
    for (const tell of this.resetListeners) tell();
  }

  async capture(pins: string[]): Promise<Capture | null> {
    clearInterval(this.timer);
    if (pins.length === 0) return null;
    this.base = this.clock() - this.history;
    this.told = 0;
    this.captured = pins.map((pin) => {
      const { signal } = this.signals[pin]!;
      const [at, state] = signal(0);
      return { at, state, signal };
    });
    this.timer = setInterval(() => this.tell(), 16);
    return {
      capture: ++this.capturing,
      time: this.base,
      states: pins.map((pin) => ({ pin, direction: "in", state: "low", time: this.base })),
    };
  }

  private clock(): number {
    return 81_234_567_890_123 + Math.round(performance.now() * 1e6);
  }

  /** Sends all up to now, in messages of no more than SLICE ns. */
  private tell(): void {
    const now = this.clock() - this.base;
    while (this.told < now) this.tellUntil(Math.min(this.told + SLICE, now));
  }

  private tellUntil(until: number): void {
    const records: [number, number, number][] = [];
    this.captured.forEach((pin, channel) => {
      while (pin.at <= until) {
        if (this.lose === 0) records.push([pin.at, channel, pin.state]);
        [pin.at, pin.state] = pin.signal(pin.at);
      }
    });
    records.sort((a, b) => a[0] - b[0]);
    const data = new DataView(new ArrayBuffer(records.length * 12));
    records.forEach(([time, channel, state], i) => {
      data.setBigUint64(i * 12, BigInt(this.base + time), true);
      data.setUint16(i * 12 + 8, channel, true);
      data.setUint8(i * 12 + 10, state);
    });
    const edges = {
      capture: this.capturing,
      until: this.base + until,
      lost: this.lose,
      data: new Uint8Array(data.buffer),
    };
    this.lose = 0;
    this.told = until;
    for (const tell of this.edgeListeners) tell(edges);
  }
}
