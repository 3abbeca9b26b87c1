import { CONFLICT, HIGH, HIGHZ, LOW } from "./state_code";

/** The page's colours and the screen's pixels, as a canvas needs them. */
export interface Theme {
  panel: string;
  fg: string;
  muted: string;
  line: string;
  accent: string;
  levels: Record<number, string>;
  font: string;
  /** Pixels of the screen in a CSS pixel. */
  ratio: number;
}

export function readTheme(element: Element): Theme {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(name).trim() || style.color;
  return {
    panel: color("--pb-panel"),
    fg: color("--pb-fg"),
    muted: color("--pb-muted"),
    line: color("--pb-line"),
    accent: color("--pb-accent"),
    levels: {
      [LOW]: color("--pb-low"),
      [HIGH]: color("--pb-high"),
      [HIGHZ]: color("--pb-highz"),
      [CONFLICT]: color("--pb-conflict"),
    },
    font: style.fontFamily || "sans-serif",
    ratio: window.devicePixelRatio || 1,
  };
}

const patterns = new Map<string, CanvasPattern>();

/** Slanted lines of a colour. They are made once for each colour. */
export function hatch(context: CanvasRenderingContext2D, color: string, ratio: number): CanvasPattern | string {
  const key = `${color} ${ratio}`;
  const known = patterns.get(key);
  if (known) return known;
  const size = Math.round(6 * ratio);
  const tile = document.createElement("canvas");
  tile.width = tile.height = size;
  const pen = tile.getContext("2d");
  if (!pen) return color;
  pen.strokeStyle = color;
  pen.lineWidth = 1.3 * ratio;
  pen.beginPath();
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift - 1, size + 1);
    pen.lineTo(shift + size + 1, -1);
  }
  pen.stroke();
  const pattern = context.createPattern(tile, "repeat");
  if (!pattern) return color;
  patterns.set(key, pattern);
  return pattern;
}
