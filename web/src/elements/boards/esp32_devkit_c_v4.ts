import table from "../../../../src/board/microcontrollers/esp32-devkit-c-v4.json";
import type { Board } from "./board";

export const esp32DevkitCV4: Board = {
  table,
  width: 27.9,
  height: 56.628,
  pcb: { color: "#23272c", top: 6 },
  headers: [
    { x: 1.22, y: 7.62, text: "right", names: "3V3 EN VP VN 34 35 32 33 25 26 27 14 12 GND.1 13 D2 D3 CMD 5V" },
    { x: 26.66, y: 7.62, text: "left", names: "GND.2 23 22 TX RX 21 GND.3 19 18 5 17 16 4 0 2 15 D1 D0 CLK" },
  ],
  blocks: [
    { kind: "antenna", x: 6.65, y: 0.2, width: 14.6, height: 26 },
    { kind: "shield", x: 7.2, y: 7.2, width: 13.5, height: 18, label: "ESP32" },
    { kind: "package", x: 11.6, y: 43, width: 4.7, height: 4.7 },
    { kind: "button", x: 7, y: 50.4, width: 3, height: 4 },
    { kind: "button", x: 18, y: 50.4, width: 3, height: 4 },
    { kind: "usb", x: 10.6, y: 50.2, width: 6.7, height: 6.4 },
  ],
  plate: { x: 7.2, y: 8, width: 13.5, rows: 3 },
  cells: { x: 8.87, y: 30, columns: 5, rows: 4 },
};
