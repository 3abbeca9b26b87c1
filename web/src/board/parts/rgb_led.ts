import { assign, number, type PartAdapter, seenBrightness } from "./part_adapter";

export const rgbLed: PartAdapter = {
  tag: "wokwi-rgb-led",
  show(element, { shows }) {
    const of = (name: string) => seenBrightness(number(shows, name));
    assign(element, { ledRed: of("red"), ledGreen: of("green"), ledBlue: of("blue") });
  },
  describe({ part }, { shows }) {
    const of = (name: string) => `${name} ${number(shows, name)}`;
    return `RGB LED ${part}, ${of("red")}, ${of("green")}, ${of("blue")} percent`;
  },
};
