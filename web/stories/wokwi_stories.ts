import { story, type Story } from "./story";

const BUTTON = ["1.l", "1.r", "2.l", "2.r"];
const DIGIT = ["A", "B", "C", "D", "E", "F", "G", "DP", "COM", "COM.1", "COM.2"];
const LCD = "VSS VDD V0 RS RW E D0 D1 D2 D3 D4 D5 D6 D7 A K".split(" ");
const DIP = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((n) => [`${n}a`, `${n}b`]);
const BAR = ["A", "C"].flatMap((letter) => Array.from({ length: 10 }, (_, i) => `${letter}${i + 1}`));
const KEYS = ["R1", "R2", "R3", "R4", "C1", "C2", "C3", "C4"];

function leds(): Story[] {
  return [0, 5, 40, 100].map((brightness) =>
    story("wokwi-led", ["A", "C"], {
      title: `LED ${brightness} %`,
      attributes: { color: "red", label: brightness === 100 ? "on" : "" },
      shows: { lit: brightness > 0 ? 1 : 0, brightness },
    }),
  );
}

export const wokwiStories: Record<string, Story[]> = {
  "Wokwi's lights": [
    ...leds(),
    story("wokwi-rgb-led", ["R", "COM", "G", "B"], {
      title: "RGB LED, violet",
      shows: { red: 80, green: 0, blue: 100 },
    }),
    story("wokwi-led-bar-graph", BAR, {
      shows: { lit: "1,1,1,0,0,1,0,0,0,1", brightness: "100,60,20,0,0,100,0,0,0,5" },
    }),
    story("wokwi-7segment", DIGIT, { shows: { segments: "1,1,0,1,1,0,1,0", brightness: "100,100,0,100,100,0,100,0" } }),
    story("wokwi-lcd1602", LCD, {
      shows: { backlight: 1, line1: "Hello, guest".padEnd(16), line2: "21.5 C".padEnd(16), cursor: "2,8" },
    }),
  ],
  "Wokwi's controls": [
    ...[0, 1].map((pressed) =>
      story("wokwi-pushbutton", BUTTON, {
        title: pressed === 1 ? "button, pressed" : "button",
        attributes: { color: "green", label: "OK" },
        controls: { pressed },
      }),
    ),
    story("wokwi-pushbutton-6mm", BUTTON, { attributes: { color: "blue" }, controls: { pressed: 0 } }),
    ...[0, 1].map((value) =>
      story("wokwi-slide-switch", ["1", "2", "3"], { title: `switch ${value}`, controls: { value } }),
    ),
    story("wokwi-dip-switch-8", DIP, { controls: { 1: 1, 2: 0, 3: 1, 4: 0, 5: 0, 6: 1, 7: 0, 8: 1 } }),
    story("wokwi-membrane-keypad", KEYS, { controls: { 5: 1 } }),
    story("wokwi-ky-040", ["CLK", "DT", "SW", "VCC", "GND"], { controls: { rotate: 0, pressed: 0 } }),
    story("wokwi-resistor", ["1", "2"], { attributes: { value: "330" } }),
    story("wokwi-buzzer", ["1", "2"], { shows: { sounding: 1, frequency: 440 } }),
  ],
  "Wokwi's sensors and motors": [
    ...[0, 90, 180].map((angle) =>
      story("wokwi-servo", ["GND", "V+", "PWM"], { title: `servo ${angle}°`, shows: { angle } }),
    ),
    story("wokwi-hc-sr04", ["VCC", "TRIG", "ECHO", "GND"], { controls: { distance: 120 } }),
    story("wokwi-pir-motion-sensor", ["VCC", "OUT", "GND"], { controls: { motion: 1 }, shows: { out: 1 } }),
    ...[50, 500].map((lux) =>
      story("wokwi-photoresistor-sensor", ["VCC", "GND", "DO", "AO"], {
        title: `${lux} lux`,
        controls: { lux, limit: 100 },
      }),
    ),
    story("wokwi-gas-sensor", ["AOUT", "DOUT", "GND", "VCC"], { controls: { ppm: 2000, limit: 1000 } }),
    story("wokwi-ntc-temperature-sensor", ["GND", "VCC", "OUT"], { controls: { temperature: 24 } }),
    story("wokwi-potentiometer", ["GND", "SIG", "VCC"], { controls: { value: 700 } }),
    story("wokwi-slide-potentiometer", ["GND", "SIG", "VCC"], { controls: { value: 300 } }),
    story("wokwi-analog-joystick", ["VCC", "VERT", "HORZ", "SEL", "GND"], {
      controls: { horz: 100, vert: 50, pressed: 0 },
    }),
  ],
};
