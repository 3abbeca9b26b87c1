import type { Capture, Edges } from "../protocol/messages";

/** A pin that can be captured. name: PART:PIN; label: the guest's name for the line, or empty. */
export interface CapturablePin {
  name: string;
  label: string;
}

/** Where the analyzer's edges come from: the page's connection, or a simulation in tests and stories. */
export interface CaptureSource {
  /** All pins of the board, in the order in which the list offers them. */
  pins(): CapturablePin[];

  /**
   * Begins a capture of these pins (1 to 64), which ends the one before it; no pins: only ends it, and resolves to
   * null. Rejects with an Error whose message is a sentence for people.
   *
   * Edges of the new capture may arrive before the promise resolves: they are kept until it does.
   */
  capture(pins: string[]): Promise<Capture | null>;

  /** Calls `f` with each `edges` notification. Returns a function that ends this. */
  onEdges(f: (edges: Edges) => void): () => void;

  /**
   * Calls `f` when the connection was lost, when it is back, and when the board is another: captures are gone then, and
   * pins() and preferred() may differ. Returns a function that ends it.
   */
  onReset(f: () => void): () => void;

  /** The pins to show at first: those of a wokwi-logic-analyzer part if there is one, else a guess, or none. */
  preferred(): string[];
}
