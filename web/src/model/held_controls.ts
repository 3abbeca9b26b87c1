import type { BenchModel } from "./bench_model";

/**
 * Controls that this page's person holds down. Each is released, whatever happens in between: where the connection
 * was lost, as soon as it is back.
 */
export class HeldControls {
  private readonly held = new Map<string, { part: string; control: string }>();
  private readonly owed = new Map<string, { part: string; control: string }>();

  constructor(private readonly model: BenchModel) {
    model.onReset.add(() => this.settle());
  }

  holds(part: string, control: string): boolean {
    return this.held.has(keyOf(part, control));
  }

  hold(part: string, control: string): void {
    if (this.holds(part, control)) return;
    this.held.set(keyOf(part, control), { part, control });
    this.owed.delete(keyOf(part, control));
    this.model.report(this.model.control(part, control, 1));
  }

  release(part: string, control: string): void {
    if (!this.held.delete(keyOf(part, control))) return;
    this.letGo(part, control);
  }

  releaseAll(): void {
    for (const { part, control } of [...this.held.values()]) this.release(part, control);
  }

  private letGo(part: string, control: string): void {
    this.model.control(part, control, 0).catch(() => this.owed.set(keyOf(part, control), { part, control }));
  }

  private settle(): void {
    const owed = [...this.owed.values()];
    this.owed.clear();
    for (const { part, control } of owed) {
      // On another board there may be no such part any more.
      if (control in this.model.stand(part).controls) this.letGo(part, control);
    }
  }
}

function keyOf(part: string, control: string): string {
  return `${part}:${control}`;
}
