import type { CursorName, Scope } from "./scope";
import { STATE_NAMES } from "./state_code";
import { formatDuration, formatTime } from "./time_format";

/** What the keys do, for people. */
export const KEYS: [string, string][] = [
  ["+ −", "zoom"],
  ["← →", "pan; with Shift, by half the picture"],
  ["Home End", "go to the start; follow the latest edges"],
  ["F", "show the complete capture"],
  ["Space", "pause"],
  ["↑ ↓", "select a channel; move it with Alt"],
  ["Delete", "remove the channel"],
  ["A B", "place a cursor, or activate it"],
  [", .", "move the active cursor to the previous or next edge"],
  ["Esc", "remove the cursors"],
];

/** Runs the command of a key on the waveforms. Returns the text for screen readers; undefined if the key has no command. */
export function pressKey(scope: Scope, event: KeyboardEvent, pointerX: number | undefined): string | undefined {
  if (event.ctrlKey || event.metaKey) return undefined;
  const { viewport } = scope;
  const rows = scope.session.chosen.length;
  switch (event.key) {
    case "+":
    case "=":
      scope.zoom(0.5, pointerX);
      return formatDuration(Math.round(viewport.span)) + " across";
    case "-":
      scope.zoom(2, pointerX);
      return formatDuration(Math.round(viewport.span)) + " across";
    case "ArrowLeft":
    case "ArrowRight":
      scope.pan(viewport.width * (event.shiftKey ? 0.5 : 0.1) * (event.key === "ArrowLeft" ? -1 : 1));
      return "from " + formatTime(viewport.start, viewport.nsPerPx);
    case "ArrowUp":
    case "ArrowDown":
      return event.altKey ? moveChannel(scope, event.key) : selectChannel(scope, event.key, rows);
    case "Home":
      scope.show(0, viewport.span / 1.04);
      return "start of the capture";
    case "End":
      scope.follow();
      return "following the latest edges";
    case " ":
      if (scope.mode === "paused") scope.follow();
      else scope.pause();
      return scope.mode === "paused" ? "paused" : "following the latest edges";
    case "Delete":
      if (rows === 0) return undefined;
      scope.session.choose(scope.session.chosen.filter((_, row) => row !== scope.selected));
      return "removed";
    case "Escape":
      if (Object.keys(scope.cursors).length === 0) return undefined;
      scope.setCursor("b", undefined);
      scope.setCursor("a", undefined);
      return "cursors removed";
    case ",":
    case ".":
      scope.stepCursor(event.key === ".");
      return tellCursor(scope, scope.active);
    case "f":
    case "F":
      scope.fit();
      return formatDuration(Math.round(viewport.span)) + " across";
  }
  const name = event.key.toLowerCase();
  return name === "a" || name === "b" ? putCursor(scope, name, pointerX) : undefined;
}

/** Puts a cursor at the pointer, or else in the middle; one that is in the picture already only becomes active. */
function putCursor(scope: Scope, name: CursorName, pointerX: number | undefined): string {
  const time = scope.cursors[name];
  const x = time === undefined ? -1 : scope.viewport.xOf(time);
  const isSeen = x >= 0 && x <= scope.viewport.width;
  const place = scope.viewport.timeAt(pointerX ?? scope.viewport.width / 2);
  const stays = isSeen && pointerX === undefined;
  scope.setCursor(name, stays ? time : scope.snap(place, scope.selected, 8));
  return tellCursor(scope, name);
}

function tellCursor(scope: Scope, name: CursorName): string {
  const time = scope.cursors[name];
  if (time === undefined) return "no edge there";
  const track = scope.tracks[scope.selected];
  const state = track ? `, ${scope.session.chosen[scope.selected]} ${STATE_NAMES[track.stateAt(time)]}` : "";
  return `cursor ${name.toUpperCase()} at ${formatTime(time)}${state}`;
}

function selectChannel(scope: Scope, key: string, rows: number): string {
  const row = scope.selected + (key === "ArrowUp" ? -1 : 1);
  scope.select(Math.min(Math.max(row, 0), Math.max(0, rows - 1)));
  return scope.session.chosen[scope.selected] ?? "no channel";
}

function moveChannel(scope: Scope, key: string): string {
  scope.move(scope.selected, scope.selected + (key === "ArrowUp" ? -1 : 1));
  return `${scope.session.chosen[scope.selected]} is channel ${scope.selected + 1}`;
}
