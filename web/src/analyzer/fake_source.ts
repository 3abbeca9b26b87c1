import type { Capture, Edges } from "../protocol/messages";
import type { CapturablePin, CaptureSource } from "./capture_source";
import { captureOf } from "./test_edges";

/** A source that a test controls: it answers captures on request. */
export class FakeSource implements CaptureSource {
  offered: CapturablePin[] = [
    { name: "vm:1", label: "CLK" },
    { name: "vm:2", label: "" },
    { name: "led0:A", label: "" },
  ];
  preferredPins = ["vm:1"];
  /** What was asked for, oldest first. */
  asked: string[][] = [];
  private answers: { resolve: (capture: Capture | null) => void; reject: (error: Error) => void }[] = [];
  private edgeListeners = new Set<(edges: Edges) => void>();
  private resetListeners = new Set<() => void>();

  pins(): CapturablePin[] {
    return this.offered;
  }

  preferred(): string[] {
    return this.preferredPins;
  }

  capture(pins: string[]): Promise<Capture | null> {
    this.asked.push(pins);
    return new Promise((resolve, reject) => this.answers.push({ resolve, reject }));
  }

  onEdges(f: (edges: Edges) => void): () => void {
    this.edgeListeners.add(f);
    return () => this.edgeListeners.delete(f);
  }

  onReset(f: () => void): () => void {
    this.resetListeners.add(f);
    return () => this.resetListeners.delete(f);
  }

  get listeners(): number {
    return this.edgeListeners.size + this.resetListeners.size;
  }

  /** Answers request `n`, the last one if not said. */
  async begin(capture: number, n = this.asked.length - 1): Promise<void> {
    this.answers[n]!.resolve(captureOf(this.asked[n]!, capture));
    await settled();
  }

  async refuse(message: string, n = this.asked.length - 1): Promise<void> {
    this.answers[n]!.reject(new Error(message));
    await settled();
  }

  tell(edges: Edges): void {
    for (const listener of this.edgeListeners) listener(edges);
  }

  reset(): void {
    for (const listener of this.resetListeners) listener();
  }
}

function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
