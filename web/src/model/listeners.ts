/** Listeners to one kind of event. */
export class Listeners<T> {
  private readonly all = new Set<(value: T) => void>();

  /** Returns a function that ends it. */
  add(listener: (value: T) => void): () => void {
    this.all.add(listener);
    return () => this.all.delete(listener);
  }

  get count(): number {
    return this.all.size;
  }

  tell(value: T): void {
    // Over a copy: a listener may end itself, or begin another.
    for (const listener of [...this.all]) listener(value);
  }
}
