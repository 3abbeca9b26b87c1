import type { EdgeTrack } from "./edge_track";

/**
 * Fills `out` with the set of states that the channel touches in each pixel column, as bits 1 << state: column k is the
 * time [start + k·step, start + (k+1)·step). What a column is entered with is in its set, so that an edge is always a
 * column of two states or more, and a pulse of any width is seen. 0: not known, before `begin` or after `until`.
 *
 * Costs O(columns · log edges): each column finds its end by search and looks at its edges only until it has seen all.
 */
export function decimate(track: EdgeTrack, start: number, step: number, until: number, out: Uint8Array): void {
  const columnOf = (time: number) => Math.floor((time - start) / step);
  let column = clamp(columnOf(track.begin), 0, out.length);
  // At `until` itself nothing has been received yet: a column counts if it begins before.
  const stop = clamp(Math.ceil((until - start) / step), column, out.length);
  out.fill(0, 0, column);
  out.fill(0, stop);

  let i = track.firstFrom(start + column * step);
  let state = track.stateBefore(i);
  while (column < stop) {
    const next = i < track.end ? Math.min(columnOf(track.time(i)), stop) : stop;
    if (next > column) {
      out.fill(1 << state, column, next);
      column = next;
      continue;
    }
    const after = track.firstFrom(start + (column + 1) * step, i);
    out[column] = track.touched(i, after, 1 << state);
    state = track.stateBefore(after);
    i = after;
    column++;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
