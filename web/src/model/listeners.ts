/** Those who want to be told of one kind of thing. */
export class Listeners<T> {
  private readonly all = new Set<(value: T) => void>();

  /** Returns what ends it. */
  add(listener: (value: T) => void): () => void {
    this.all.add(listener);
    return () => this.all.delete(listener);
  }

  tell(value: T): void {
    // Over a copy: a listener may end itself, or begin another.
    for (const listener of [...this.all]) listener(value);
  }
}
