import type { ChangedPin, DrawnPart, PinLevels } from "../protocol/messages";

/** State codes of the protocol. */
export const LOW = 0;
export const HIGH = 1;
export const HIGHZ = 2;
export const CONFLICT = 3;
/** `hand` of a pin that is not driven by hand. */
export const NO_HAND = 2;

export const STATE_NAMES = ["low", "high", "highz", "conflict"] as const;
/** As a person reads them. */
export const STATE_WORDS = ["low", "high", "high-Z", "conflict"] as const;

/** Pins of which something changed, and those of them that changed more often than once, maybe to where they were. */
export interface PinChanges {
  changed: number[];
  busy: number[];
}

/** What all pins of a board are at, by pin number. */
export class PinTable {
  readonly names: string[] = [];
  readonly labels: string[] = [];
  /** The number of each part's first pin. */
  readonly firstOf = new Map<string, number>();
  readonly state: Uint8Array;
  /** 1: the pin drives its net. */
  readonly direction: Uint8Array;
  readonly hand: Uint8Array;
  readonly edges: Float64Array;
  private readonly numbers = new Map<string, number>();

  constructor(parts: DrawnPart[]) {
    for (const part of parts) {
      this.firstOf.set(part.part, this.names.length);
      for (const pin of part.pins) {
        const name = `${part.part}:${pin.name}`;
        this.numbers.set(name, this.names.length);
        this.names.push(name);
        this.labels.push(pin.label);
      }
    }
    this.state = new Uint8Array(this.count).fill(HIGHZ);
    this.direction = new Uint8Array(this.count);
    this.hand = new Uint8Array(this.count).fill(NO_HAND);
    this.edges = new Float64Array(this.count);
  }

  get count(): number {
    return this.names.length;
  }

  /** Undefined for a name that is not on the board. */
  number(name: string): number | undefined {
    return this.numbers.get(name);
  }

  setAll(levels: PinLevels[]): void {
    levels.forEach(([state, direction, edges, , hand], pin) => this.set(pin, state, direction, edges, hand));
  }

  apply(levels: ChangedPin[]): PinChanges {
    const changes: PinChanges = { changed: [], busy: [] };
    for (const [pin, state, direction, edges, , hand] of levels) {
      if (pin >= this.count) continue;
      changes.changed.push(pin);
      if (edges - (this.edges[pin] ?? 0) > 1) changes.busy.push(pin);
      this.set(pin, state, direction, edges, hand);
    }
    return changes;
  }

  private set(pin: number, state: number, direction: number, edges: number, hand: number): void {
    this.state[pin] = state;
    this.direction[pin] = direction;
    this.edges[pin] = edges;
    this.hand[pin] = hand;
  }
}
