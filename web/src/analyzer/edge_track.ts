/** Edges a chunk holds, and edges a block of a chunk holds: powers of two, for indices are taken apart by bits. */
const CHUNK_BITS = 12;
const BLOCK_BITS = 6;
export const CHUNK = 1 << CHUNK_BITS;
const BLOCK = 1 << BLOCK_BITS;

/** 4096 edges. The sets of states touched by each 64 of them, and by all, save reading them one by one. */
class Chunk {
  readonly times = new Float64Array(CHUNK);
  readonly states = new Uint8Array(CHUNK);
  readonly blocks = new Uint8Array(CHUNK / BLOCK);
  all = 0;

  put(k: number, time: number, state: number): void {
    this.times[k] = time;
    this.states[k] = state;
    this.blocks[k >>> BLOCK_BITS]! |= 1 << state;
    this.all |= 1 << state;
  }

  clear(): void {
    this.blocks.fill(0);
    this.all = 0;
  }
}

/**
 * The edges of one channel, oldest first. Edge i is the same edge for as long as it is kept: i counts from the start of
 * the capture, and what is kept is [first, end). Times are in ns since the capture began and never decrease.
 */
export class EdgeTrack {
  /** The first edge that is kept; a multiple of CHUNK. */
  first = 0;
  end = 0;
  /** The time from which the channel's level is known, and its level then. */
  begin = 0;
  before: number;

  private chunks: Chunk[] = [];
  private spare: Chunk | undefined;

  constructor(state: number) {
    this.before = state;
  }

  /** What the channel is at after its last edge. */
  get present(): number {
    return this.end > this.first ? this.state(this.end - 1) : this.before;
  }

  get chunkCount(): number {
    return this.chunks.length;
  }

  /** Whether the next edge needs another chunk. */
  get full(): boolean {
    return this.end === this.first + this.chunks.length * CHUNK;
  }

  time(i: number): number {
    const k = i - this.first;
    return this.chunks[k >>> CHUNK_BITS]!.times[k & (CHUNK - 1)]!;
  }

  /** What the channel is at from edge i on. */
  state(i: number): number {
    const k = i - this.first;
    return this.chunks[k >>> CHUNK_BITS]!.states[k & (CHUNK - 1)]!;
  }

  /** What the channel is at just before edge i; i may be `end`. */
  stateBefore(i: number): number {
    return i > this.first ? this.state(i - 1) : this.before;
  }

  /** What the channel is at at this time, after all edges of this time. */
  stateAt(time: number): number {
    return this.stateBefore(this.firstAfter(time));
  }

  append(time: number, state: number): void {
    if (this.full) {
      this.chunks.push(this.spare ?? new Chunk());
      this.spare = undefined;
    }
    this.chunkOf(this.end).put(this.end % CHUNK, time, state);
    this.end++;
  }

  /** Forgets the oldest chunk, which must be full. Returns how many edges that were. */
  dropChunk(): number {
    const last = this.first + CHUNK - 1;
    this.begin = this.time(last);
    this.before = this.state(last);
    this.spare = this.chunks.shift();
    this.spare?.clear();
    this.first += CHUNK;
    return CHUNK;
  }

  /** The first edge at `time` or later, not looking before edge `from`; `end` if there is none. */
  firstFrom(time: number, from = this.first): number {
    let [low, high] = this.bracket(time, from);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.time(middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The first edge later than `time`. */
  firstAfter(time: number): number {
    let [low, high] = [this.first, this.end];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.time(middle) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * `set` and all states that edges [i, j) lead to. Chunks and blocks that cannot add to the set are passed over, so that
   * the cost is that of the first few edges, and of one look a chunk.
   */
  touched(i: number, j: number, set: number): number {
    while (i < j) {
      const chunk = this.chunkOf(i);
      const stop = Math.min(j, i - (i % CHUNK) + CHUNK);
      if (chunk.all & ~set) set = touchedInChunk(chunk, i % CHUNK, ((stop - 1) % CHUNK) + 1, set);
      i = stop;
    }
    return set;
  }

  /** How many of the edges [i, j) lead to `state`. Blocks without one are passed over. */
  countOf(state: number, i: number, j: number): number {
    let count = 0;
    while (i < j) {
      const stop = Math.min(j, i - (i % BLOCK) + BLOCK);
      if (this.chunkOf(i).blocks[(i % CHUNK) >>> BLOCK_BITS]! & (1 << state)) {
        for (let k = i; k < stop; k++) if (this.state(k) === state) count++;
      }
      i = stop;
    }
    return count;
  }

  /** A span that has the answer in it, found from `from` in doubling steps: the next column's edges are mostly near. */
  private bracket(time: number, from: number): [number, number] {
    let low = Math.max(from, this.first);
    let step = 1;
    while (low + step < this.end && this.time(low + step - 1) < time) {
      low += step;
      step *= 2;
    }
    return [low, Math.min(low + step, this.end)];
  }

  private chunkOf(i: number): Chunk {
    return this.chunks[(i - this.first) >>> CHUNK_BITS]!;
  }
}

function touchedInChunk(chunk: Chunk, k: number, stop: number, set: number): number {
  while (k < stop) {
    const all = chunk.blocks[k >>> BLOCK_BITS]!;
    const blockStop = Math.min(stop, (k | (BLOCK - 1)) + 1);
    if (blockStop - k === BLOCK) set |= all;
    else for (; k < blockStop && all & ~set; k++) set |= 1 << chunk.states[k]!;
    k = blockStop;
  }
  return set;
}
