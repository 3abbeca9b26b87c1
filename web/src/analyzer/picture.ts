import { type Columns, columnsOf, LevelPainter, ROW } from "./level_painter";
import type { Pulse } from "./measure";
import type { Scope } from "./scope";
import type { Theme } from "./theme";
import { formatDuration } from "./time_format";

/** Height of the ruler in CSS px. */
export const RULER = 42;

/** What the pointer is at: a row of channels, and the pulse there. */
export interface Hover {
  x: number;
  row: number;
  pulse: Pulse | undefined;
}

/** Draws the channels of a scope: levels, and over them cursors, the trigger's moment, and the pulse at the pointer. */
export function paintChannels(context: CanvasRenderingContext2D, scope: Scope, theme: Theme, hover: Hover | undefined) {
  const { width, height } = context.canvas;
  const columns = columnsOf(scope.viewport.start, scope.viewport.nsPerPx, width, theme.ratio);
  context.clearRect(0, 0, width, height);
  paintRows(context, scope, theme);
  paintSpan(context, scope, theme, columns);
  const painter = new LevelPainter(context, theme, columns);
  scope.tracks.forEach((track, row) => {
    if (track) painter.paint(track, scope.until, Math.round(row * ROW * theme.ratio));
  });
  paintLines(context, scope, theme, columns);
  if (hover) paintPulse(context, theme, columns, hover);
}

/** Px of the canvas of a time, on its pixel column. */
export function columnAt(columns: Columns, time: number): number {
  return Math.floor(time / columns.step - columns.first + 1e-6);
}

function paintRows(context: CanvasRenderingContext2D, scope: Scope, theme: Theme): void {
  const { width } = context.canvas;
  const rows = scope.session.chosen.length;
  context.fillStyle = theme.accent;
  context.globalAlpha = 0.06;
  if (rows > 1)
    context.fillRect(0, Math.round(scope.selected * ROW * theme.ratio), width, Math.round(ROW * theme.ratio));
  context.globalAlpha = 1;
  context.fillStyle = theme.line;
  for (let row = 1; row <= rows; row++) context.fillRect(0, Math.round(row * ROW * theme.ratio) - 1, width, 1);
}

/** The time between the cursors. */
function paintSpan(context: CanvasRenderingContext2D, scope: Scope, theme: Theme, columns: Columns): void {
  const { a, b } = scope.cursors;
  if (a === undefined || b === undefined) return;
  const [from, to] = [columnAt(columns, Math.min(a, b)), columnAt(columns, Math.max(a, b))];
  context.fillStyle = theme.accent;
  context.globalAlpha = 0.09;
  context.fillRect(from, 0, to - from, context.canvas.height);
  context.globalAlpha = 1;
}

function paintLines(context: CanvasRenderingContext2D, scope: Scope, theme: Theme, columns: Columns): void {
  const { height } = context.canvas;
  const line = (time: number | undefined, color: string, dash: number[]) => {
    if (time === undefined) return;
    const x = columnAt(columns, time) + 0.5;
    context.strokeStyle = color;
    context.lineWidth = Math.max(1, Math.round(theme.ratio));
    context.setLineDash(dash.map((length) => length * theme.ratio));
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, height);
    context.stroke();
    context.setLineDash([]);
  };
  if (scope.settings.mode !== "off") line(scope.trigger.fired, theme.muted, [2, 3]);
  line(scope.cursors.a, theme.accent, []);
  line(scope.cursors.b, theme.accent, [6, 3]);
}

/** Arrows over the pulse at the pointer: its high part within the wave, its period below. */
function paintPulse(context: CanvasRenderingContext2D, theme: Theme, columns: Columns, { row, pulse }: Hover): void {
  if (!pulse) return;
  const top = row * ROW * theme.ratio;
  const x = (time: number) => columnAt(columns, time);
  context.fillStyle = context.strokeStyle = theme.fg;
  arrow(context, theme, x(pulse.rise), x(pulse.fall), top + 19 * theme.ratio, formatDuration(pulse.fall - pulse.rise));
  if (pulse.next === undefined) return;
  arrow(context, theme, x(pulse.rise), x(pulse.next), top + 34.5 * theme.ratio, "");
}

function arrow(
  context: CanvasRenderingContext2D,
  theme: Theme,
  from: number,
  to: number,
  y: number,
  text: string,
): void {
  const { ratio } = theme;
  if (to - from < 8 * ratio) return;
  const line = Math.max(1, Math.round(ratio));
  context.fillRect(from, Math.round(y), to - from, line);
  for (const [x, side] of [
    [from + 1, 1],
    [to, -1],
  ] as const) {
    context.beginPath();
    context.moveTo(x, y + line / 2);
    context.lineTo(x + 4 * side * ratio, y + line / 2 - 3 * ratio);
    context.lineTo(x + 4 * side * ratio, y + line / 2 + 3 * ratio);
    context.fill();
  }
  context.font = `${11 * ratio}px ${theme.font}`;
  const width = context.measureText(text).width;
  if (!text || width > to - from - 20 * ratio) return;
  const middle = Math.min(
    Math.max((from + to) / 2, width / 2 + 4 * ratio),
    context.canvas.width - width / 2 - 4 * ratio,
  );
  const color = context.fillStyle;
  context.fillStyle = theme.panel;
  context.fillRect(middle - width / 2 - 3 * ratio, y - 7 * ratio, width + 6 * ratio, 14 * ratio);
  context.fillStyle = color;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, middle, y + ratio);
}
