import { html, nothing } from "lit";
import type { Hover } from "./picture";
import type { CursorName, Scope } from "./scope";
import { formatCount, formatDuration, formatFrequency, formatPercent, formatTime } from "./time_format";

/** The cursors in numbers. */
export function cursorReadout(scope: Scope) {
  const { a, b } = scope.cursors;
  if (a === undefined && b === undefined)
    return html`<span class="hint">Click the waveforms to place cursors A and B.</span>`;
  const one = (name: CursorName, time: number | undefined) =>
    time === undefined
      ? nothing
      : html`<button
          class="cursor"
          aria-pressed=${scope.active === name}
          title="Show cursor ${name.toUpperCase()}; keys move the active cursor"
          @click=${() => {
            scope.setCursor(name, time);
            scope.reveal(time);
          }}
        >
          <b>${name.toUpperCase()}</b> ${formatTime(time)}
        </button>`;
  const both = a !== undefined && b !== undefined;
  return html`${one("a", a)}${one("b", b)}
  ${both ? html`<span><i>Δt</i> ${formatDuration(b - a)}</span><span><i>1/Δt</i> ${formatFrequency(b - a)}</span>` : nothing}`;
}

/** What the picture does, in a word or two. */
export function modeText(scope: Scope): string {
  const { session, mode, settings, trigger } = scope;
  if (session.status === "starting") return "Starting";
  if (session.status !== "running") return session.store ? "Ended" : "Not capturing";
  if (mode === "paused") return "Paused";
  const isWaiting = settings.mode !== "off" && trigger.fired === undefined;
  if (mode === "follow") return settings.mode === "off" ? "Following" : isWaiting ? "Waiting for trigger" : "Triggered";
  return settings.mode === "single" && !isWaiting ? "Stopped at trigger" : "Not following";
}

/** The pulse at the pointer in words. */
export function pulseText(hover: Hover | undefined, label: string): string {
  const pulse = hover?.pulse;
  if (!pulse) return "";
  const high = pulse.fall - pulse.rise;
  if (pulse.next === undefined) return `${label}: high for ${formatDuration(high)}`;
  const period = pulse.next - pulse.rise;
  const duty = formatPercent(high / period);
  return `${label}: period ${formatDuration(period)} (${formatFrequency(period)}), high ${formatDuration(high)}, duty ${duty}`;
}

/** What a person must know about the capture: whole sentences, worst first. */
export function notices(scope: Scope): { text: string; isBad: boolean }[] {
  const { session, mode } = scope;
  const { store } = session;
  const said: { text: string; isBad: boolean }[] = [];
  if (session.status === "failed") said.push({ text: session.failure, isBad: true });
  if (session.status === "ended" && mode === "paused") {
    const text =
      "The capture has ended because the connection was lost or the board changed. Click Follow to start a new one.";
    said.push({ text, isBad: true });
  }
  if (store && store.lost > 0) {
    const where = store.gaps.length === 1 ? gapText(store.gaps[0]!) : `in ${formatCount(store.gaps.length)} places`;
    const text = `${formatCount(store.lost)} edges did not reach this page (hatched), ${where}. Save VCD includes all edges.`;
    said.push({ text, isBad: true });
  }
  if (store && store.dropped > 0) {
    const text = `The oldest ${formatCount(store.dropped)} edges are no longer on this page. Save VCD includes all edges.`;
    said.push({ text, isBad: false });
  }
  return said;
}

function gapText(gap: { from: number; to: number }): string {
  return `between ${formatTime(gap.from, 1000)} and ${formatTime(gap.to, 1000)}`;
}

/** Where the program has the capture as VCD, whole or between two times. */
export function vcdAddress(scope: Scope, from?: number, to?: number): string | undefined {
  const { store, status } = scope.session;
  if (!store || status !== "running") return undefined;
  const address = `/api/captures/${store.capture}.vcd`;
  if (from === undefined || to === undefined) return address;
  const [first, last] = [Math.min(from, to), Math.max(from, to)];
  return `${address}?from=${store.absolute(first)}&to=${store.absolute(last)}`;
}
