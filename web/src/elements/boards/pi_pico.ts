import table from "../../../../src/board/microcontrollers/pi-pico.json";
import type { Board } from "./board";

export const piPico: Board = {
  table,
  width: 20.9,
  height: 52.75,
  pcb: { color: "#0f6b3c", top: 1.2 },
  headers: [
    {
      x: 1.6,
      y: 3.4,
      text: "right",
      names: "GP0 GP1 GND.1 GP2 GP3 GP4 GP5 GND.2 GP6 GP7 GP8 GP9 GND.3 GP10 GP11 GP12 GP13 GND.4 GP14 GP15",
    },
    {
      x: 19.3,
      y: 3.4,
      text: "left",
      names:
        "VBUS VSYS GND.8 3V3_EN 3V3 ADC_VREF GP28 GND.7 GP27 GP26 RUN GP22 GND.6 GP21 GP20 GP19 GP18 GND.5 GP17 GP16",
    },
  ],
  blocks: [
    { kind: "usb", x: 7.5, y: 0, width: 5.7, height: 5.6 },
    { kind: "button", x: 7.1, y: 10, width: 2.6, height: 3.4 },
    { kind: "package", x: 7.6, y: 17.4, width: 5.7, height: 5.7, label: "RP2040" },
  ],
  lights: [{ pin: "GP25", x: 8.4, y: 7.8, level: 1, color: "#90ff00" }],
  aliases: { AGND: "GND.7", TP4: "GP23", TP5: "GP25" },
  plate: { x: 7.7, y: 31.2, width: 20.4, turned: true, title: "Raspberry Pi Pico" },
  cells: { x: 9.2, y: 24.4, columns: 2, rows: 3 },
};
