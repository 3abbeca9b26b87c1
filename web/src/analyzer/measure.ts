import type { EdgeTrack } from "./edge_track";
import { HIGH, UNKNOWN, UNKNOWN_BIT } from "./state_code";

/** So many edges are looked at for a pulse, and no more: the pointer moves often. */
const LOOK = 1000;

/** How many edges lie at `from` or later and before `to`; exact is false if some in between may be missing. */
export interface EdgeCount {
  edges: number;
  exact: boolean;
}

export function countEdges(track: EdgeTrack, from: number, to: number): EdgeCount {
  if (from > to) [from, to] = [to, from];
  const first = track.firstFrom(from);
  const end = track.firstFrom(to, first);
  const states = track.touched(first, end, 1 << track.stateBefore(first));
  let edges = end - first;
  if (states & UNKNOWN_BIT && edges > 0) {
    // Into and out of a gap is no edge.
    const into = track.countOf(UNKNOWN, first, end);
    const outOf = into + Number(track.stateBefore(first) === UNKNOWN) - Number(track.state(end - 1) === UNKNOWN);
    edges -= into + outOf;
  }
  return { edges, exact: from >= track.begin && !(states & UNKNOWN_BIT) };
}

/** The pulse at a time: its high part from `rise` to `fall`, and its period to `next`. What is not told yet is undefined. */
export interface Pulse {
  rise: number;
  fall: number;
  next: number | undefined;
}

/**
 * The period that `time` lies in, from one change to high to the next; highz and conflict count as not high. Undefined if
 * it does not lie in one, or what is around it is unknown.
 */
export function pulseAt(track: EdgeTrack, time: number): Pulse | undefined {
  if (time < track.begin) return undefined;
  const after = track.firstAfter(time);
  if (track.stateBefore(after) === UNKNOWN) return undefined;
  const rise = riseBefore(track, after);
  if (rise === undefined) return undefined;
  const fall = rise + 1;
  if (fall >= track.end || track.state(fall) === UNKNOWN) return undefined;
  const next = nextRise(track, fall);
  return { rise: track.time(rise), fall: track.time(fall), next: next === undefined ? undefined : track.time(next) };
}

/** The last edge to high before edge i that follows a known level. */
function riseBefore(track: EdgeTrack, i: number): number | undefined {
  for (let k = i - 1; k >= Math.max(track.first, i - LOOK); k--) {
    if (track.state(k) === UNKNOWN) return undefined;
    if (track.state(k) === HIGH) return track.stateBefore(k) === UNKNOWN ? undefined : k;
  }
  return undefined;
}

function nextRise(track: EdgeTrack, i: number): number | undefined {
  for (let k = i + 1; k < Math.min(track.end, i + LOOK); k++) {
    if (track.state(k) === UNKNOWN) return undefined;
    if (track.state(k) === HIGH) return k;
  }
  return undefined;
}

/** The time of the edge nearest to `time`, if one is not farther away than `reach`. */
export function nearestEdge(track: EdgeTrack, time: number, reach: number): number | undefined {
  const after = track.firstFrom(time);
  let best: number | undefined;
  for (const i of [after - 1, after]) {
    if (i < track.first || i >= track.end) continue;
    const distance = Math.abs(track.time(i) - time);
    if (distance <= reach && !(best !== undefined && Math.abs(best - time) <= distance)) best = track.time(i);
  }
  return best;
}

/** The time of the next edge after `time`, or of the last one before it. */
export function neighbourEdge(track: EdgeTrack, time: number, forward: boolean): number | undefined {
  const i = forward ? track.firstAfter(time) : track.firstFrom(time) - 1;
  return i >= track.first && i < track.end ? track.time(i) : undefined;
}
