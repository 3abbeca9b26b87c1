import "../microcontroller_element";
import type { Board } from "./board";
import { esp32C3DevkitM1 } from "./esp32_c3_devkitm_1";
import { esp32DevkitCV4 } from "./esp32_devkit_c_v4";
import { esp32S3DevkitC1 } from "./esp32_s3_devkitc_1";
import { microbit } from "./microbit";
import { nucleoC031C6 } from "./nucleo_c031c6";
import { nucleoL031K6 } from "./nucleo_l031k6";
import { piPico } from "./pi_pico";
import { raspberryPi } from "./raspberry_pi";
import { stm32Bluepill } from "./stm32_bluepill";
import { wokwiBoards } from "./wokwi_boards";

export const BOARDS: Board[] = [
  esp32C3DevkitM1,
  esp32DevkitCV4,
  esp32S3DevkitC1,
  microbit,
  nucleoC031C6,
  nucleoL031K6,
  piPico,
  raspberryPi,
  stm32Bluepill,
  ...wokwiBoards,
];

const BY_TYPE = new Map(BOARDS.flatMap((board) => board.table.types.map((type) => [type, board] as const)));

/** The board that parts of this type are, in Wokwi's words; undefined for other types. */
export function boardOf(type: string): Board | undefined {
  return BY_TYPE.get(type);
}
