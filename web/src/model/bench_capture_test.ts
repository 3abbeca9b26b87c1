import { expect, it } from "vitest";

import { fakeConnection } from "../protocol/testing/fake_socket";
import { BenchCapture } from "./bench_capture";
import { BenchModel } from "./bench_model";
import { part, view, wire } from "./testing/bench";

function captureOf(...shown: Parameters<typeof view>): { source: BenchCapture; close: () => void } {
  const { connection, last } = fakeConnection();
  const model = new BenchModel(connection);
  connection.open();
  last().open();
  last().notify("view", view(...shown));
  return { source: new BenchCapture(model, connection), close: () => last().close() };
}

const CHIP = part("vm chip-virtio-gpio 0 1 2");
const LED = part("led wokwi-led A C");

it("prefers the pins of the board's logic analyzer that are wired", () => {
  const analyzer = part("la wokwi-logic-analyzer D0 D1 D2 GND");
  const wires = [wire("la:D0 - vm:0"), wire("vm:2 - la:D2"), wire("la:GND - led:C")];
  expect(captureOf([CHIP, LED, analyzer], wires).source.preferred()).toEqual(["la:D0", "la:D2"]);
});

it("guesses a chip's wired lines where there is no logic analyzer", () => {
  expect(captureOf([LED, CHIP], [wire("vm:1 - led:A")]).source.preferred()).toEqual(["vm:1"]);
});

it("does not take a custom chip for a guest's", () => {
  const adc = part("adc chip-my-adc VCC");
  expect(captureOf([adc, CHIP], [wire("adc:VCC - vm:1")]).source.preferred()).toEqual(["vm:1"]);
});

it("reports a reset when the connection is lost", () => {
  const { source, close } = captureOf([CHIP]);
  let resets = 0;
  source.onReset(() => ++resets);
  close();
  expect(resets).toBe(1);
});
