import table from "../../../../src/board/microcontrollers/esp32-c3-devkitm-1.json";
import type { Board } from "./board";

export const esp32C3DevkitM1: Board = {
  table,
  width: 25.4,
  height: 42.91,
  pcb: { color: "#2b2f34", top: 3.6 },
  headers: [
    {
      x: 1,
      y: 5.16,
      text: "right",
      names: "GND.1 3V3.1 3V3.2 2 3 GND.2 RST GND.3 0 1 10 GND.4 5V.1 5V.2 GND.5",
    },
    { x: 24.2, y: 5.16, text: "left", names: "GND.10 TX RX GND.9 9 8 GND.8 7 6 5 4 GND.7 18 19 GND.6" },
  ],
  blocks: [
    { kind: "antenna", x: 6.2, y: 0.2, width: 12.9, height: 16.6 },
    { kind: "shield", x: 6.6, y: 4.1, width: 12.1, height: 12, label: "ESP32-C3" },
    { kind: "package", x: 8.9, y: 29.4, width: 3.6, height: 3.6 },
    { kind: "button", x: 6.4, y: 36.6, width: 3, height: 4 },
    { kind: "button", x: 16, y: 36.6, width: 3, height: 4 },
    { kind: "usb", x: 10, y: 36.8, width: 5.4, height: 6 },
  ],
  plate: { x: 6.6, y: 4.5, width: 12.1, rows: 2 },
  cells: { x: 7.57, y: 19.4, columns: 5, rows: 4 },
};
