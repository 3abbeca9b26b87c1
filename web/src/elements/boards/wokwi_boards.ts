import mega from "../../../../src/board/microcontrollers/arduino-mega.json";
import nano from "../../../../src/board/microcontrollers/arduino-nano.json";
import uno from "../../../../src/board/microcontrollers/arduino-uno.json";
import esp32 from "../../../../src/board/microcontrollers/esp32-devkit-v1.json";
import type { Board } from "./board";

/** Boards of which Wokwi's library has drawings. */
export const wokwiBoards: Board[] = [
  {
    table: uno,
    width: 72.58,
    height: 53.34,
    art: {
      tag: "wokwi-arduino-uno",
      load: () => import("@wokwi/elements/dist/esm/arduino-uno-element"),
      lamps: { led13: "13" },
    },
    plate: { x: 34, y: 24, width: 24 },
    cells: { x: 17, y: 26, columns: 6, rows: 2 },
  },
  {
    table: nano,
    width: 44.9,
    height: 17.8,
    art: {
      tag: "wokwi-arduino-nano",
      load: () => import("@wokwi/elements/dist/esm/arduino-nano-element"),
      lamps: { led13: "13" },
    },
    plate: { x: 9.9, y: 6.1, width: 14 },
    cells: { x: 25, y: 7.6, columns: 6, rows: 2 },
  },
  {
    table: mega,
    width: 102.66,
    height: 50.8,
    art: {
      tag: "wokwi-arduino-mega",
      load: () => import("@wokwi/elements/dist/esm/arduino-mega-element"),
      lamps: { led13: "13" },
    },
    plate: { x: 18, y: 32, width: 24 },
    cells: { x: 24, y: 24, columns: 6, rows: 2 },
  },
  {
    table: esp32,
    width: 28.2,
    height: 53,
    art: {
      tag: "wokwi-esp32-devkit-v1",
      load: () => import("@wokwi/elements/dist/esm/esp32-devkit-v1-element"),
      lamps: { led1: "D2" },
    },
    plate: { x: 6.4, y: 17.2, width: 15.4, rows: 2 },
    cells: { x: 7.75, y: 32, columns: 6, rows: 3 },
  },
];
