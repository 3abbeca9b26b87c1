import type { Diagram } from "../protocol/messages";
import { CONFLICT, type PinTable } from "./pin_table";

/**
 * The pins in conflict, by net as the wires make them: the fight of two outputs is one, however many pins see it.
 * Nets that only a closed contact joins count apart.
 */
export class Conflicts {
  private readonly root: Int32Array;

  constructor(
    diagram: Diagram,
    private readonly pins: PinTable,
  ) {
    this.root = Int32Array.from({ length: pins.count }, (_, pin) => pin);
    for (const { from, to } of diagram.wires) {
      const [a, b] = [pins.number(from), pins.number(to)];
      if (a !== undefined && b !== undefined) this.root[this.find(a)] = this.find(b);
    }
  }

  /** The pins of each net in conflict; those that drive it come first. */
  nets(): string[][] {
    const nets = new Map<number, number[]>();
    for (let pin = 0; pin < this.pins.count; ++pin) {
      if (this.pins.state[pin] !== CONFLICT) continue;
      const root = this.find(pin);
      nets.set(root, [...(nets.get(root) ?? []), pin]);
    }
    const drives = (pin: number) => this.pins.direction[pin] ?? 0;
    return [...nets.values()].map((net) =>
      net.sort((a, b) => drives(b) - drives(a)).map((pin) => this.pins.names[pin] ?? ""),
    );
  }

  private find(pin: number): number {
    let root = pin;
    for (let up = this.root[root]; up !== undefined && up !== root; up = this.root[root]) root = up;
    return root;
  }
}
