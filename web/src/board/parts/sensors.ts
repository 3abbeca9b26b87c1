import type { ValueRange } from "../value_slider";
import { assign, given, number, type PartAdapter, type PartElement, type Zone } from "./part_adapter";
import type { PartStand } from "../../model/bench_model";
import type { DrawnPart } from "../../protocol/messages";

/** Height of a slider, which is above the drawing, where there are no pins. */
const HEIGHT = 16;

type Values = (ValueRange & { control: string; label: string })[];

/** A slider for each of these controls that the part has, one above the other. */
export function sliders(width: number, values: Values) {
  return ({ part, controls }: DrawnPart): Zone[] =>
    values
      .filter(({ control }) => control in controls)
      .map(({ control, label, ...range }, i): Zone => {
        const box = { x: 0, y: -HEIGHT * (i + 1) - 2, width: Math.max(width, 90), height: HEIGHT };
        return { kind: "value", control, box, range, label: `${label} of ${part}` };
      });
}

/** A part whose control is a number that a person sets. */
interface Sensor {
  tag: string;
  /** "Distance sensor". */
  name: string;
  load: () => Promise<unknown>;
  /** Of the drawing, in px. */
  width: number;
  values: Values;
  dress?: PartAdapter["dress"];
  show?: (element: PartElement, stand: PartStand) => void;
  zones?: (part: DrawnPart) => Zone[];
}

function sensor({ tag, name, load, width, values, dress, show, zones }: Sensor): PartAdapter {
  return {
    tag,
    load,
    dress,
    show,
    zones(part) {
      return [...sliders(width, values)(part), ...(zones?.(part) ?? [])];
    },
    describe({ part }, { controls }) {
      const shown = values.filter(({ control }) => control in controls);
      const words = shown.map(({ control, label, unit }) => {
        const value = `${number(controls, control)}${unit}`;
        return values.length > 1 ? `${label.toLowerCase()} ${value}` : value;
      });
      return [`${name} ${part}`, ...words].join(", ");
    },
  };
}

const DIAL: Values = [{ control: "value", label: "Value", least: 0, most: 1023, unit: "" }];

/** The lamp of a module that is on while the value is above its limit. */
function above(control: string, lamp: string): Sensor["show"] {
  return (element, { controls }) =>
    assign(element, { ledPower: true, [lamp]: number(controls, control) > number(controls, "limit") });
}

export const hcSr04 = sensor({
  tag: "wokwi-hc-sr04",
  name: "Distance sensor",
  load: () => import("@wokwi/elements/dist/esm/hc-sr04-element"),
  width: 170,
  values: [{ control: "distance", label: "Distance", least: 2, most: 1000, unit: " cm" }],
});

export const photoresistor = sensor({
  tag: "wokwi-photoresistor-sensor",
  name: "Light sensor",
  load: () => import("@wokwi/elements/dist/esm/photoresistor-sensor-element"),
  width: 174,
  values: [{ control: "lux", label: "Illumination", least: 0, most: 2000, unit: " lux" }],
  show: above("lux", "ledDO"),
});

export const gasSensor = sensor({
  tag: "wokwi-gas-sensor",
  name: "Gas sensor",
  load: () => import("@wokwi/elements/dist/esm/gas-sensor-element"),
  width: 137,
  values: [{ control: "ppm", label: "Concentration", least: 0, most: 10_000, unit: " ppm" }],
  show: above("ppm", "ledD0"),
});

export const ntc = sensor({
  tag: "wokwi-ntc-temperature-sensor",
  name: "Temperature sensor",
  load: () => import("@wokwi/elements/dist/esm/ntc-temperature-sensor-element"),
  width: 135,
  values: [{ control: "temperature", label: "Temperature", least: -40, most: 150, unit: " °C" }],
});

export const potentiometer = sensor({
  tag: "wokwi-potentiometer",
  name: "Potentiometer",
  load: () => import("@wokwi/elements/dist/esm/potentiometer-element"),
  width: 76,
  values: DIAL,
  dress: (element) => assign(element, { min: 0, max: 1023 }),
  show: (element, { controls }) => assign(element, { value: number(controls, "value") }),
});

export const slidePotentiometer = sensor({
  tag: "wokwi-slide-potentiometer",
  name: "Slide potentiometer",
  load: () => import("@wokwi/elements/dist/esm/slide-potentiometer-element"),
  width: 208,
  values: DIAL,
  dress: (element) => assign(element, { min: 0, max: 1023 }),
  show: (element, { controls }) => assign(element, { value: number(controls, "value") }),
});

export const joystick = sensor({
  tag: "wokwi-analog-joystick",
  name: "Joystick",
  load: () => import("@wokwi/elements/dist/esm/analog-joystick-element"),
  width: 103,
  values: [
    { control: "horz", label: "Horizontal", least: -100, most: 100, unit: "" },
    { control: "vert", label: "Vertical", least: -100, most: 100, unit: "" },
  ],
  show(element, { controls }) {
    const of = (name: string) => number(controls, name) / 100;
    assign(element, { xValue: of("horz"), yValue: of("vert"), pressed: number(controls, "pressed") === 1 });
  },
  zones({ part, controls }) {
    const box = { x: 31, y: 35, width: 40, height: 40 };
    return "pressed" in controls
      ? [{ kind: "press", control: "pressed", box, round: true, label: `Stick of ${part}` }]
      : [];
  },
});

export const pirSensor: PartAdapter = {
  tag: "wokwi-pir-motion-sensor",
  load: () => import("@wokwi/elements/dist/esm/pir-motion-sensor-element"),
  zones: ({ part, controls }) =>
    "motion" in controls
      ? [
          {
            kind: "switch",
            control: "motion",
            box: { x: 16, y: 14, width: 60, height: 60 },
            round: true,
            label: `Motion before ${part}`,
            positions: ["none", "motion"],
          },
        ]
      : [],
  describe: ({ part }, { shows }) => `Motion sensor ${part}, output ${number(shows, "out") === 1 ? "high" : "low"}`,
};

export const servo: PartAdapter = {
  tag: "wokwi-servo",
  load: () => import("@wokwi/elements/dist/esm/servo-element"),
  dress(element, { attributes: { horn, hornColor } }) {
    assign(element, { horn: given(horn, "single"), hornColor: given(hornColor, "#ccc") });
  },
  show(element, { shows }) {
    assign(element, { angle: number(shows, "angle") });
  },
  describe: ({ part }, { shows }) => `Servo ${part}, at ${number(shows, "angle")} degrees`,
};

function dht(tag: string, name: string, coldest: number, warmest: number): PartAdapter {
  return {
    ...sensor({
      tag: "wokwi-dht22",
      name,
      load: () => import("@wokwi/elements/dist/esm/dht22-element"),
      width: 58,
      values: [
        { control: "temperature", label: "Temperature", least: coldest, most: warmest, unit: " °C" },
        { control: "humidity", label: "Humidity", least: 0, most: 100, unit: " %" },
      ],
    }),
    type: tag,
  };
}

export const dht22 = dht("wokwi-dht22", "Temperature and humidity sensor", -40, 80);
/** The same housing. */
export const dht11 = dht("wokwi-dht11", "Temperature and humidity sensor", 0, 50);

export const hx711 = sensor({
  tag: "wokwi-hx711",
  name: "Load cell",
  load: () => import("@wokwi/elements/dist/esm/hx711-element"),
  width: 120,
  values: [{ control: "load", label: "Load", least: 0, most: 50, unit: " kg" }],
  dress(element, { attributes: { type } }) {
    assign(element, { type: given(type, "50kg") });
  },
});

export const ds1307: PartAdapter = {
  tag: "wokwi-ds1307",
  load: () => import("@wokwi/elements/dist/esm/ds1307-element"),
  describe: ({ part }) => `Clock ${part}`,
};

export const SENSORS = [
  dht11,
  dht22,
  ds1307,
  gasSensor,
  hcSr04,
  hx711,
  joystick,
  ntc,
  photoresistor,
  pirSensor,
  potentiometer,
  servo,
  slidePotentiometer,
];
