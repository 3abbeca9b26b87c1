import { formatDuration, formatTime } from "./time_format";

/** A mark of the ruler. Major ones are labelled with the time, minor ones with the distance from the major one before them. */
export interface Tick {
  time: number;
  major: boolean;
  label: string;
}

const SECOND = 1e9;
/** Steps people count in: [step, how many of it make a major one]. */
const STEPS: [number, number][] = [
  ...decades(),
  [SECOND, 10],
  [2 * SECOND, 5],
  [5 * SECOND, 12],
  [10 * SECOND, 6],
  [30 * SECOND, 10],
  [60 * SECOND, 10],
  [120 * SECOND, 5],
  [300 * SECOND, 12],
  [600 * SECOND, 6],
  [1800 * SECOND, 4],
  [3600 * SECOND, 6],
  [4 * 3600 * SECOND, 6],
];

function decades(): [number, number][] {
  const steps: [number, number][] = [];
  for (let unit = 1; unit < SECOND; unit *= 10) steps.push([unit, 10], [2 * unit, 5], [5 * unit, 10]);
  return steps;
}

/** The step between marks that are at least `room` ns apart. */
export function tickStep(room: number): [number, number] {
  return STEPS.find(([step]) => step >= room) ?? STEPS[STEPS.length - 1]!;
}

/** The marks in [from, to], at least `room` ns apart, none before the capture began. */
export function ticks(from: number, to: number, room: number): Tick[] {
  const [step, perMajor] = tickStep(room);
  const marks: Tick[] = [];
  const last = Math.floor(to / step);
  // From the major one before: its label may reach into the picture.
  for (let n = Math.max(0, Math.floor(Math.floor(from / step) / perMajor) * perMajor); n <= last; n++) {
    const major = n % perMajor === 0;
    const label = major ? formatTime(n * step, step * perMajor) : "+" + formatDuration((n % perMajor) * step);
    marks.push({ time: n * step, major, label });
  }
  return marks;
}
