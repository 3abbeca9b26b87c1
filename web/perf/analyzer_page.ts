import "../src/analyzer/analyzer";
import { WaveView } from "../src/analyzer/wave_view";
import { SimulatedSource, square } from "../stories/simulated_source";

/** What analyzer_perf.ts runs in a browser: an analyzer under load, and how long its frames take. */

export interface Load {
  channels: number;
  /** In total, in edges a second. */
  rate: number;
  /** How much is captured before the measurement begins, and how much the picture shows, in ns. */
  history: number;
  span: number;
}

export interface Figures {
  /** Times that the browser was ready to draw, and that the analyzer drew, a second. */
  frames: number;
  draws: number;
  /** ms of one draw: half of them, and all but a twentieth, take no more. */
  median: number;
  p95: number;
  edgesKept: number;
  edgesTold: number;
}

const MEASURE_MS = 4000;

/** Channels of different frequencies with `rate` edges a second in total. */
function signalsOf({ channels, rate }: Load) {
  const weights = Array.from({ length: channels }, (_, i) => 1 / (i + 1));
  const sum = weights.reduce((a, b) => a + b);
  return Object.fromEntries(
    weights.map((weight, i) => {
      const period = (2e9 * sum) / (rate * weight);
      return [`vm:${i}`, { label: `D${i}`, signal: square(period, 0.3, i / channels) }];
    }),
  );
}

async function measure(load: Load): Promise<Figures> {
  const source = new SimulatedSource(signalsOf(load), load.history);
  source.preferred = () => source.pins().map((pin) => pin.name);
  const analyzer = document.createElement("pb-analyzer");
  analyzer.source = source;
  document.body.replaceChildren(analyzer);
  const kept = () =>
    (analyzer.scope.session.store?.tracks ?? []).reduce((sum, track) => sum + track.end - track.first, 0);
  const dropped = () => analyzer.scope.session.store?.dropped ?? 0;
  await pause(1000);
  analyzer.scope.viewport.nsPerPx = load.span / analyzer.scope.viewport.width;
  await pause(500);

  const times: number[] = [];
  const draw = WaveView.prototype.draw;
  WaveView.prototype.draw = function (this: WaveView) {
    const begin = performance.now();
    draw.call(this);
    times.push(performance.now() - begin);
  };
  const before = kept() + dropped();
  const begin = performance.now();
  let frames = 0;
  while (performance.now() - begin < MEASURE_MS) {
    await new Promise(requestAnimationFrame);
    frames++;
  }
  WaveView.prototype.draw = draw;
  const seconds = (performance.now() - begin) / 1000;
  times.sort((a, b) => a - b);
  return {
    frames: frames / seconds,
    draws: times.length / seconds,
    median: times[Math.floor(times.length / 2)] ?? 0,
    p95: times[Math.floor(times.length * 0.95)] ?? 0,
    edgesKept: kept(),
    edgesTold: (kept() + dropped() - before) / seconds,
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

declare global {
  interface Window {
    measure: typeof measure;
  }
}
window.measure = measure;
