/** States as numbers, as in messages, and one more for a channel while edges were lost. */
export const LOW = 0;
export const HIGH = 1;
export const HIGHZ = 2;
export const CONFLICT = 3;
export const UNKNOWN = 4;

/** Sets of states are bits: 1 << state. */
export const UNKNOWN_BIT = 1 << UNKNOWN;

export const STATE_NAMES = ["low", "high", "highz", "conflict", "unknown"] as const;

/** One sign a state, so that levels differ by more than their colour. */
export const STATE_SIGNS = ["0", "1", "Z", "✕", "?"] as const;

const CODES: Record<string, number> = { low: LOW, high: HIGH, highz: HIGHZ, conflict: CONFLICT };

export function stateCode(name: string): number {
  return CODES[name] ?? UNKNOWN;
}
