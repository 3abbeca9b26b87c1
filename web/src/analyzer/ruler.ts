import { columnsOf } from "./level_painter";
import { columnAt, RULER } from "./picture";
import type { Scope } from "./scope";
import { hatch, type Theme } from "./theme";
import { ticks } from "./ticks";

/** Room that a label of the ruler needs, in CSS px. */
const LABEL_ROOM = 80;

/** Draws the ruler: marks and times, lost edges, the flags of cursors and trigger, and where in the capture this is. */
export function paintRuler(context: CanvasRenderingContext2D, scope: Scope, theme: Theme): void {
  const { width, height } = context.canvas;
  const { viewport } = scope;
  const { ratio } = theme;
  const columns = columnsOf(viewport.start, viewport.nsPerPx, width, ratio);
  const x = (time: number) => columnAt(columns, time);
  context.clearRect(0, 0, width, height);

  context.font = `${11 * ratio}px ${theme.font}`;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  for (const tick of ticks(viewport.start, viewport.end, viewport.nsPerPx * LABEL_ROOM)) {
    const at = x(tick.time);
    context.fillStyle = tick.major ? theme.fg : theme.muted;
    const mark = Math.round((tick.major ? 18 : 6) * ratio);
    context.fillRect(at, height - mark, Math.max(1, Math.round(ratio)), mark);
    context.fillText(tick.label, at + 4 * ratio, height - 7 * ratio);
  }

  for (const gap of scope.session.store?.gaps ?? []) {
    const [from, to] = [x(gap.from), Math.max(x(gap.to), x(gap.from) + 3 * ratio)];
    if (to < 0 || from > width) continue;
    context.fillStyle = hatch(context, theme.levels[3]!, ratio);
    context.fillRect(from, height - 5 * ratio, to - from, 5 * ratio);
  }
  paintOverview(context, scope, theme);
  if (scope.settings.mode !== "off" && scope.trigger.fired !== undefined) {
    flag(context, theme, x(scope.trigger.fired), "T", theme.muted);
  }
  for (const name of ["a", "b"] as const) {
    const time = scope.cursors[name];
    if (time !== undefined) flag(context, theme, x(time), name.toUpperCase(), theme.accent);
  }
}

/** A bar for the whole capture, and in it the part that the picture shows. */
function paintOverview(context: CanvasRenderingContext2D, scope: Scope, theme: Theme): void {
  const { width } = context.canvas;
  const whole = Math.max(scope.session.present(), scope.viewport.end, 1);
  const part = (time: number) => Math.min(Math.max(time / whole, 0), 1) * width;
  const height = Math.round(3 * theme.ratio);
  const [from, to] = [part(scope.viewport.start), part(scope.viewport.end)];
  context.fillStyle = theme.line;
  context.fillRect(0, 0, width, height);
  context.fillStyle = theme.accent;
  const length = Math.max(to - from, 6 * theme.ratio);
  context.fillRect(Math.min(from, width - length), 0, length, height);
}

/** The position of a flag, in CSS px from its time and from the top of the ruler. */
export const FLAG_WIDTH = 16;

function flag(context: CanvasRenderingContext2D, theme: Theme, x: number, letter: string, color: string): void {
  const { ratio } = theme;
  const [half, top, tall] = [(FLAG_WIDTH / 2) * ratio, 5 * ratio, 14 * ratio];
  context.fillStyle = color;
  context.beginPath();
  context.moveTo(x - half, top);
  context.lineTo(x + half, top);
  context.lineTo(x + half, top + tall);
  context.lineTo(x + 0.5, top + tall + 6 * ratio);
  context.lineTo(x - half, top + tall);
  context.fill();
  context.fillRect(x, top + tall, Math.max(1, Math.round(ratio)), RULER * ratio);
  context.fillStyle = theme.panel;
  context.font = `bold ${11 * ratio}px ${theme.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(letter, x, top + tall / 2 + ratio);
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
}
