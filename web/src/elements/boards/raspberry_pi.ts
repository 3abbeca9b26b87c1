import table from "../../../../src/board/microcontrollers/raspberry-pi.json";
import { PITCH_MM, type Board } from "./board";

/** The names of the outer row are behind those of the inner one. */
export const raspberryPi: Board = {
  table,
  width: 85,
  height: 56,
  pcb: { color: "#0f6b3c" },
  headers: [
    {
      x: 8.37,
      y: 4.77,
      step: [PITCH_MM, 0],
      text: "down",
      names:
        "3V3.1 GPIO2 GPIO3 GPIO4 GND.1 GPIO17 GPIO27 GPIO22 3V3.2 GPIO10 GPIO9 GPIO11 GND.2 ID_SD GPIO5 GPIO6 GPIO13 GPIO19 GPIO26 GND.3",
    },
    {
      x: 8.37,
      y: 2.23,
      step: [PITCH_MM, 0],
      text: "down",
      gap: 11.4,
      names:
        "5V.1 5V.2 GND.4 GPIO14 GPIO15 GPIO18 GND.5 GPIO23 GPIO24 GND.6 GPIO25 GPIO8 GPIO7 ID_SC GND.7 GPIO12 GND.8 GPIO16 GPIO20 GPIO21",
    },
  ],
  blocks: [
    { kind: "hole", x: 1.9, y: 1.9, width: 3.2, height: 3.2 },
    { kind: "hole", x: 59.9, y: 1.9, width: 3.2, height: 3.2 },
    { kind: "hole", x: 1.9, y: 50.9, width: 3.2, height: 3.2 },
    { kind: "hole", x: 59.9, y: 50.9, width: 3.2, height: 3.2 },
    { kind: "shield", x: 22, y: 25, width: 15, height: 15 },
    { kind: "package", x: 40, y: 25, width: 12, height: 15 },
    { kind: "usb", x: 68, y: 2, width: 17, height: 16, label: "LAN" },
    { kind: "usb", x: 68, y: 20.5, width: 17, height: 14.5, label: "USB" },
    { kind: "usb", x: 68, y: 37.5, width: 17, height: 14.5, label: "USB" },
    { kind: "usb", x: 6.5, y: 49.5, width: 9, height: 6.5 },
    { kind: "usb", x: 22, y: 49.5, width: 7, height: 6.5 },
    { kind: "usb", x: 36, y: 49.5, width: 7, height: 6.5 },
  ],
  plate: { x: 3, y: 42.4, width: 34, title: "Raspberry Pi" },
  cells: { x: 5, y: 27, columns: 6, rows: 5 },
};
