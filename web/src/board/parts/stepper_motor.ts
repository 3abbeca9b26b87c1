import { assign, number, type PartAdapter } from "./part_adapter";

const SIZES = [8, 11, 14, 17, 23, 34];
const USUAL_SIZE = 23;

/** It shows half steps; a step is two of them. */
export const stepperMotor: PartAdapter = {
  tag: "wokwi-stepper-motor",
  load: () => import("@wokwi/elements/dist/esm/stepper-motor-element"),
  dress(element, { attributes: { size, arrow = "" } }) {
    const given = Number(size);
    assign(element, { size: SIZES.includes(given) ? given : USUAL_SIZE, arrow });
  },
  show(element, { shows }, { attributes }) {
    const angle = number(shows, "angle");
    const value = attributes["display"] === "angle" ? angle : Math.trunc(number(shows, "steps") / 2);
    const units = attributes["display"] === "angle" ? "degrees" : "steps";
    const hidden = attributes["display"] === "none";
    assign(element, { angle, value: hidden ? "" : String(value), units: hidden ? "" : units });
  },
  describe: ({ part }, { shows }) => `Stepper motor ${part}, at ${number(shows, "angle")} degrees`,
};
