import table from "../../../../src/board/microcontrollers/nucleo-l031k6.json";
import type { Board } from "./board";

export const nucleoL031K6: Board = {
  table,
  width: 18.76,
  height: 52.269,
  pcb: { color: "#eef1f4", light: true, top: 1, bottom: 0.5 },
  headers: [
    { x: 1.6, y: 9.84, text: "right", names: "D1 D0 RST.1 GND.1 D2 D3 D4 D5 D6 D7 D8 D9 D10 D11 D12" },
    { x: 17, y: 9.84, text: "left", names: "VIN GND.2 RST.2 5V A7 A6 A5 A4 A3 A2 A1 A0 REF 3V3 D13" },
    { x: 4, y: 6, names: "VCP_TX" },
    { x: 14.8, y: 6, names: "VCP_RX" },
  ],
  blocks: [
    { kind: "usb", x: 6.2, y: 0, width: 6.4, height: 5 },
    { kind: "package", x: 7.1, y: 5.6, width: 4.6, height: 3.8, label: "L031" },
  ],
  lights: [{ pin: "D13", x: 14.4, y: 49.2, level: 1, color: "#35d35a" }],
  plate: { x: 1, y: 46.45, width: 12, title: "NUCLEO" },
  cells: { x: 8.1, y: 11.4, columns: 2, rows: 13 },
};
