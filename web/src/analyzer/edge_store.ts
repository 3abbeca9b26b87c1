import type { Capture, Edges } from "../protocol/messages";
import { CHUNK, EdgeTrack } from "./edge_track";
import { stateCode, UNKNOWN } from "./state_code";

const RECORD = 12;
const HIGH_WORD = 2 ** 32;

/** More gaps than this are not remembered one by one; their hatching in the channels stays. */
const MOST_GAPS = 1000;

/** Between these times, `count` edges were not sent; the program has kept them. */
export interface Gap {
  from: number;
  to: number;
  count: number;
}

/**
 * What a capture told, of all its channels, in bounded memory: the oldest edges go first. Times are numbers in ns since
 * the capture began, exact for 104 days.
 */
export class EdgeStore {
  readonly capture: number;
  readonly pins: string[];
  readonly tracks: EdgeTrack[];
  readonly gaps: Gap[] = [];
  /** All edges before this time were received. */
  until = 0;
  /** How many edges were forgotten because memory was full. */
  dropped = 0;
  /** The total number of edges that were not sent. */
  lost = 0;

  private readonly base: bigint;
  private readonly baseHigh: number;
  private readonly baseLow: number;
  private readonly chunkLimit: number;
  private chunkCount = 0;

  constructor(capture: Capture, limit = 4_000_000) {
    this.capture = capture.capture;
    this.pins = capture.states.map((state) => state.pin);
    this.tracks = capture.states.map((state) => new EdgeTrack(stateCode(state.state)));
    this.base = BigInt(capture.time);
    this.baseHigh = Number(this.base / BigInt(HIGH_WORD));
    this.baseLow = Number(this.base % BigInt(HIGH_WORD));
    // Each channel writes one chunk, and one more must be there to be given up.
    this.chunkLimit = Math.max(Math.ceil(limit / CHUNK), this.tracks.length + 1);
  }

  /** A time of this capture in ns of the program's clock, to the ns. */
  absolute(time: number): bigint {
    return this.base + BigInt(Math.round(time));
  }

  track(pin: string): EdgeTrack | undefined {
    return this.tracks[this.pins.indexOf(pin)];
  }

  take(edges: Edges): void {
    const { data } = edges;
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const records = Math.floor(data.byteLength / RECORD);
    const until = Math.max(this.until, edges.until - Number(this.base));
    if (edges.lost > 0) this.noteGap(edges.lost, records > 0 ? this.timeOf(view, 0) : until);
    for (let i = 0; i < records; i++) {
      const at = i * RECORD;
      this.append(view.getUint16(at + 8, true), this.timeOf(view, at), view.getUint8(at + 10));
    }
    this.until = until;
  }

  /** After a gap the level of a channel is unknown until its next edge. */
  private noteGap(count: number, to: number): void {
    this.lost += count;
    const last = this.gaps.at(-1);
    if (last && last.to >= this.until) {
      last.count += count;
      last.to = Math.max(to, last.to);
    } else {
      this.gaps.push({ from: this.until, to: Math.max(to, this.until), count });
      if (this.gaps.length > MOST_GAPS) this.gaps.shift();
    }
    for (let channel = 0; channel < this.tracks.length; channel++) this.append(channel, this.until, UNKNOWN);
  }

  private append(channel: number, time: number, state: number): void {
    const track = this.tracks[channel];
    // A record of the same state is one of the pin's direction.
    if (!track || state > UNKNOWN || state === track.present) return;
    if (track.full) {
      if (this.chunkCount === this.chunkLimit) this.dropOldest();
      this.chunkCount++;
    }
    track.append(time, state);
  }

  private dropOldest(): void {
    let oldest: EdgeTrack | undefined;
    for (const track of this.tracks) {
      if (
        track.chunkCount > (track.full ? 0 : 1) &&
        !(oldest && oldest.time(oldest.first) <= track.time(track.first))
      ) {
        oldest = track;
      }
    }
    if (!oldest) return;
    this.dropped += oldest.dropChunk();
    this.chunkCount--;
    const begin = Math.min(...this.tracks.map((track) => track.begin));
    while (this.gaps[0] && this.gaps[0].to < begin) this.gaps.shift();
  }

  private timeOf(view: DataView, at: number): number {
    const low = view.getUint32(at, true) - this.baseLow;
    return (view.getUint32(at + 4, true) - this.baseHigh) * HIGH_WORD + low;
  }
}
