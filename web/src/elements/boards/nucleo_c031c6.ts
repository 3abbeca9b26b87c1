import table from "../../../../src/board/microcontrollers/nucleo-c031c6.json";
import type { Board } from "./board";

/** The pins of Arduino's connectors come first: their names are beside them. */
export const nucleoC031C6: Board = {
  table,
  width: 70,
  height: 83.64,
  pcb: { color: "#eef1f4", light: true },
  headers: [
    { x: 10.3, y: 42.96, text: "right", names: "- IOREF.2 NRST.2 3V3.2 5V.2 GND.5 GND.6 VIN.2" },
    { x: 10.3, y: 65.82, text: "right", names: "A0 A1 A2 A3 A4 A5" },
    { x: 59.3, y: 32.8, text: "left", names: "D15 D14 AVDD.2 GND.9 D13 D12 D11 D10 D9 D8" },
    { x: 59.3, y: 60.74, text: "left", names: "D7 D6 D5 D4 D3 D2 D1 D0" },
    {
      x: 5.34,
      y: 32.8,
      text: "right",
      gap: 1,
      font: 4.1,
      names: "PD1 PD2.2 E5V GND.2 - IOREF.1 NRST.1 3V3.1 5V.1 GND.3 GND.4 VIN.1 - PA0 PA1 PA4 PB1 PA11 PA12",
    },
    {
      x: 64.46,
      y: 32.8,
      text: "left",
      gap: 1,
      font: 4.1,
      names: "PD3 PB8 PB9 AVDD.1 GND.8 PA5 PA6 PA7 PB0.2 PC7 PA9 PA15 PB5 PB4 PB10 PB3 PA10 PB6 PB7",
    },
    { x: 2.8, y: 32.8, names: "PD0 PD2 VDD PA14 - - PA13 - PC6 GND.1 - PC13 PC14 - PF0 PF1 - PB11 PA2" },
    {
      x: 67,
      y: 32.8,
      names: "- - - 5V.3 PA3 PC15 PB12.1 PB12.2 PB2 GND.7 PF3 PA8 PB15 PB14 PB13 AGND PB0.1 - -",
    },
  ],
  blocks: [
    { kind: "usb", x: 42.3, y: 0, width: 8.4, height: 5 },
    { kind: "package", x: 31, y: 12, width: 7, height: 7, label: "ST-LINK" },
    { kind: "button", x: 23.2, y: 26.5, width: 6, height: 6, label: "USER" },
    { kind: "button", x: 40, y: 26.5, width: 6, height: 6, label: "RESET" },
    { kind: "package", x: 31.2, y: 56, width: 7, height: 7, label: "C031" },
  ],
  lights: [{ pin: "PA5", x: 55.2, y: 29, level: 1, color: "#35d35a" }],
  aliases: { AREF: "AVDD.2" },
  plate: { x: 21, y: 65.6, width: 27, title: "NUCLEO-C031C6" },
  cells: { x: 24, y: 36.4, columns: 9, rows: 6 },
};
