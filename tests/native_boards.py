"""Boards on whose lines a machine's own GPIO controllers are, with Debian's kernels or our firmware."""

from dataclasses import dataclass

from machines import AST2600, DEBIAN_VIRT_32, DEBIAN_VIRT_64, SABRELITE, SIFIVE_U

GND = {"id": "gnd", "type": "wokwi-gnd", "attrs": {}}
LED = {"id": "led", "type": "wokwi-led", "attrs": {"color": "red"}}
BUTTON = {"id": "button", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}}


@dataclass(frozen=True)
class Linux:
    """A machine with Linux, the controller that a chip represents, and its gpiochip in the guest."""

    machine: object
    generation: int
    controller: str
    gpiochip: str
    output: int
    input: int
    toggles: int = 10_000


LINUX = {
    "virt-arm64, QEMU 7": Linux(DEBIAN_VIRT_64, 7, "pl061", "gpiochip0", 6, 5),
    "virt-arm64": Linux(DEBIAN_VIRT_64, 10, "pl061", "gpiochip0", 6, 5),
    "virt-arm64, QEMU 11": Linux(DEBIAN_VIRT_64, 11, "pl061", "gpiochip0", 6, 5),
    "virt-armhf, QEMU 7": Linux(DEBIAN_VIRT_32, 7, "pl061", "gpiochip0", 6, 5),
    "virt-armhf": Linux(DEBIAN_VIRT_32, 10, "pl061", "gpiochip0", 6, 5),
    "virt-armhf, QEMU 11": Linux(DEBIAN_VIRT_32, 11, "pl061", "gpiochip0", 6, 5),
    "sabrelite": Linux(SABRELITE, 10, "imx.gpio[1]", "gpiochip1", 5, 6),
    "sabrelite, QEMU 11": Linux(SABRELITE, 11, "imx.gpio[1]", "gpiochip1", 5, 6),
    "sifive_u, QEMU 7": Linux(SIFIVE_U, 7, "auto", "gpiochip0", 2, 3, toggles=2000),
    "sifive_u": Linux(SIFIVE_U, 10, "auto", "gpiochip0", 2, 3, toggles=2000),
    "sifive_u, QEMU 11": Linux(SIFIVE_U, 11, "auto", "gpiochip0", 2, 3, toggles=2000),
    "ast2600-evb": Linux(AST2600, 10, "aspeed.gpio-ast2600", "gpiochip0", 0, 2),
}


def linux_board(place, linux):
    pull = f"{linux.input}:up"
    chip = {
        "id": "gpio",
        "type": "chip-native-gpio",
        "attrs": {"controller": linux.controller, "pull": pull},
    }
    wires = [
        [f"gpio:{linux.output}", "led:A", "red", []],
        ["led:C", "gnd:GND", "black", []],
        [f"gpio:{linux.input}", "button:1.l", "green", []],
        ["button:2.l", "gnd:GND", "black", []],
    ]
    place.use_board([chip, LED, BUTTON, GND], wires)


def reads_and_hears_the_button(place, guest, linux):
    assert guest.sh(f"gpioget -c {linux.gpiochip} --numeric {linux.input}") == "1"
    guest.start(f"gpiomon --banner -c {linux.gpiochip} {linux.input}")
    guest.expect("Monitoring line")
    place.pinbridge("control", "button", "pressed=1")
    guest.expect("falling")
    place.pinbridge("control", "button", "pressed=0")
    guest.expect("rising")


class FirmwareBoard:
    """A machine with our firmware, its pins on the board; inputs by buttons and switches."""

    def __init__(self, place, machine, generation, *more, served=False):
        self._machine = machine
        chips = {
            index: {"controller": f"{machine.controller}[{index}]"}
            for index, _ in machine.pins.values()
        }
        index, line = machine.pins["button"]
        if not machine.has_pulls:
            chips[index]["pull"] = f"{line}:up"
        wires = [
            ["button:1.l", self.pin("button"), "green", []],
            ["button:2.l", "gnd:GND", "black", []],
        ]
        parts = [
            {"id": f"c{index}", "type": "chip-native-gpio", "attrs": chip}
            for index, chip in chips.items()
        ]
        place.use_board([*parts, BUTTON, GND], wires)
        self.bench = place.serve() if served else None
        self._words = ["attach"] if served else ["run", place.board]
        self._place, self._command = place, machine.command(generation)
        self.start_guest(*more)
        if not served:
            self.guest.expect("is served on", "err")
        self.client = place.client()
        if "-S" not in more:
            self.guest.expect("firmware ready")

    def start_guest(self, *more):
        command = [*self._command, *more]
        self.guest = self._place.pinbridge_process(*self._words, "--", *command)

    def pin(self, name):
        index, line = self._machine.pins[name]
        return f"c{index}:{line}"

    def put(self, name, level):
        if name == "button":
            self.client.call("control", "button", "pressed", 0 if level else 1)
        else:
            self.client.call("set", {"pin": self.pin(name), "state": str(level)})

    def follows(self, level):
        """The guest does, whose "follower" the client watches."""
        self.put("button", level)
        self.client.wait_for(self.pin("follower"), state="high" if level else "low")

    def blinks(self):
        for state in ("high", "low", "high"):
            self.client.wait_for(self.pin("led"), state=state)

    def monitor(self, *commands):
        """QEMU's, on the serial line."""
        self.guest.type("\x01c")
        for command in commands:
            self.guest.type(command + "\n")
            self.guest.expect(command)
            self.guest.expect(r"\(qemu\) ")
        self.guest.type("\x01c")
