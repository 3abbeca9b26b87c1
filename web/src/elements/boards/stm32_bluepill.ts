import table from "../../../../src/board/microcontrollers/stm32-bluepill.json";
import type { Board } from "./board";

export const stm32Bluepill: Board = {
  table,
  width: 22.855,
  height: 54.193,
  pcb: { color: "#0b4f86" },
  headers: [
    {
      x: 3.5,
      y: 2.9,
      text: "right",
      names: "B12 B13 B14 B15 A8 A9 A10 A11 A12 A15 B3 B4 B5 B6 B7 B8 B9 5V.1 GND.1 3V3.1",
    },
    {
      x: 19.25,
      y: 2.9,
      text: "left",
      names: "GND.2 GND.3 3V3.2 R B11 B10 B1 B0 A7 A6 A5 A4 A3 A2 A1 A0 C15 C14 C13 VBAT",
    },
  ],
  blocks: [
    { kind: "usb", x: 8.6, y: 0, width: 5.6, height: 5 },
    { kind: "package", x: 8.4, y: 27.4, width: 6, height: 6, label: "F103" },
  ],
  lights: [{ pin: "C13", x: 11.4, y: 51.2, level: 0, color: "#ff5a4e" }],
  aliases: { RST: "R", VB: "VBAT" },
  plate: { x: 8.7, y: 34.4, width: 15.2, turned: true, title: "Blue Pill" },
  cells: { x: 10.1, y: 7.6, columns: 2, rows: 8 },
};
