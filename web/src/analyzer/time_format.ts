/** Times are in ns; a thin space that does not break stands between a number and its unit, and between groups of digits. */
const THIN = "\u202f";

const UNITS: [string, number][] = [
  ["s", 1e9],
  ["ms", 1e6],
  ["µs", 1e3],
  ["ns", 1],
];

/** A point in time, to the digit that `step` needs: 12.345 678 s, 1:02:03.5 h. */
export function formatTime(ns: number, step = 1): string {
  const sign = ns < 0 ? "−" : "";
  const rounded = Math.round(Math.abs(ns));
  // Whole groups of three digits, for they are read as ms, µs and ns.
  const digits = step >= 1e9 ? 0 : 3 * Math.min(3, Math.ceil((9 - Math.log10(Math.max(step, 1)) - 1e-9) / 3));
  const seconds = Math.floor(rounded / 1e9);
  const fraction =
    digits > 0
      ? "." +
        grouped(
          String(rounded % 1e9)
            .padStart(9, "0")
            .slice(0, digits),
        )
      : "";
  if (seconds < 60) return `${sign}${seconds}${fraction}${THIN}s`;
  const two = (n: number) => String(n).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${sign}${minutes}:${two(seconds % 60)}${fraction}${THIN}min`;
  return `${sign}${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}${fraction}${THIN}h`;
}

/** A length of time, exact to the ns and without zeros at its end: 1.25 ms. */
export function formatDuration(ns: number): string {
  const sign = ns < 0 ? "−" : "";
  const rounded = Math.round(Math.abs(ns));
  if (rounded >= 60e9) return formatTime(ns, powerOfTenIn(rounded));
  const [unit, size] = UNITS.find(([, size]) => rounded >= size) ?? UNITS[3]!;
  const digits = Math.round(Math.log10(size));
  const whole = Math.floor(rounded / size);
  const fraction =
    digits > 0
      ? String(rounded % size)
          .padStart(digits, "0")
          .replace(/0+$/, "")
      : "";
  return `${sign}${whole}${fraction && "." + grouped(fraction)}${THIN}${unit}`;
}

/** 1/ns with four digits that count: 97.05 kHz. */
export function formatFrequency(ns: number): string {
  if (ns === 0) return "∞";
  let hertz = 1e9 / Math.abs(ns);
  for (const unit of ["Hz", "kHz", "MHz"]) {
    // What rounds to 1000 belongs to the next unit.
    if (Number(hertz.toPrecision(4)) < 1000) return `${Number(hertz.toPrecision(4))}${THIN}${unit}`;
    hertz /= 1000;
  }
  return `${Number(hertz.toPrecision(4))}${THIN}GHz`;
}

export function formatPercent(part: number): string {
  return `${(part * 100).toFixed(1)}${THIN}%`;
}

export function formatCount(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, THIN);
}

/** The step that `ns`, at least 1, is a whole number of. */
function powerOfTenIn(ns: number): number {
  let step = 1;
  while (step < 1e9 && ns % (step * 10) === 0) step *= 10;
  return step;
}

/** 123456 → 123 456, from the left: digits after the point. */
function grouped(digits: string): string {
  return digits.replace(/(\d{3})(?=\d)/g, `$1${THIN}`);
}
