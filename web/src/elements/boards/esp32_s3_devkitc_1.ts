import table from "../../../../src/board/microcontrollers/esp32-s3-devkitc-1.json";
import type { Board } from "./board";

export const esp32S3DevkitC1: Board = {
  table,
  width: 25.527,
  height: 70.057,
  pcb: { color: "#23272c", top: 6.2 },
  headers: [
    {
      x: 1.343,
      y: 7.667,
      text: "right",
      names: "3V3.1 3V3.2 RST 4 5 6 7 15 16 17 18 8 3 46 9 10 11 12 13 14 5V GND.1",
    },
    {
      x: 24.19,
      y: 7.667,
      text: "left",
      names: "GND.2 TX RX 1 2 42 41 40 39 38 37 36 35 0 45 48 47 21 20 19 GND.3 GND.4",
    },
  ],
  blocks: [
    { kind: "antenna", x: 6.3, y: 0.2, width: 12.9, height: 25.3 },
    { kind: "shield", x: 6.6, y: 6.8, width: 12.3, height: 18, label: "ESP32-S3" },
    { kind: "package", x: 10.2, y: 44, width: 5.2, height: 5.2 },
    { kind: "button", x: 6.9, y: 53, width: 3.6, height: 3.4 },
    { kind: "button", x: 15, y: 53, width: 3.6, height: 3.4 },
    { kind: "usb", x: 3.6, y: 63.8, width: 7.2, height: 6.2, label: "UART" },
    { kind: "usb", x: 14.7, y: 63.8, width: 7.2, height: 6.2, label: "USB" },
  ],
  plate: { x: 6.6, y: 7.6, width: 12.3, rows: 3 },
  cells: { x: 7.68, y: 30, columns: 5, rows: 4 },
};
