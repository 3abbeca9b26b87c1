// Only what boards use: all of Wokwi's elements together are half a megabyte.
import "@wokwi/elements/dist/esm/7segment-element";
import "@wokwi/elements/dist/esm/buzzer-element";
import "@wokwi/elements/dist/esm/dip-switch-8-element";
import "@wokwi/elements/dist/esm/ky-040-element";
import "@wokwi/elements/dist/esm/lcd1602-element";
import "@wokwi/elements/dist/esm/lcd2004-element";
import "@wokwi/elements/dist/esm/led-bar-graph-element";
import "@wokwi/elements/dist/esm/led-element";
import "@wokwi/elements/dist/esm/membrane-keypad-element";
import "@wokwi/elements/dist/esm/pushbutton-6mm-element";
import "@wokwi/elements/dist/esm/pushbutton-element";
import "@wokwi/elements/dist/esm/resistor-element";
import "@wokwi/elements/dist/esm/rgb-led-element";
import "@wokwi/elements/dist/esm/slide-switch-element";
