"""The guests of these tests: Linux on the panel, and firmware of an STM32 with an LED and a button."""

from conftest import ROOT

_QEMU = ROOT / "build" / "qemu" / "10" / "bin"
_ARM64 = ROOT / "build" / "guest" / "arm64"


def linux(program=None):
    """Debian's kernel with our programs: a shell on its console, or one program, and then it is off."""
    words = [
        _QEMU / "qemu-system-aarch64",
        "-M",
        "virt",
        "-cpu",
        "cortex-a53",
        "-m",
        "128M",
    ]
    words += ["-nographic", "-no-reboot"]
    words += ["-kernel", _ARM64 / "kernel", "-initrd", _ARM64 / "initramfs.cpio.gz"]
    run = f' run="{program}"' if program else ""
    return [str(word) for word in [*words, "-append", f"console=ttyAMA0 quiet{run}"]]


FIRMWARE_FILE = ROOT / "build" / "guest" / "firmware" / "b-l475e-iot01a.elf"
FIRMWARE = [
    str(_QEMU / "qemu-system-arm"),
    "-M",
    "b-l475e-iot01a",
    "-nographic",
    "-kernel",
    str(FIRMWARE_FILE),
]


def firmware_board():
    """Its LED2 is PB14, its blue button PC13; PB0 follows the button, PB2 starts a burst."""
    return {
        "version": 1,
        "author": "Pinbridge",
        "editor": "wokwi",
        "parts": [
            {
                "id": "portb",
                "type": "chip-native-gpio",
                "attrs": {"controller": "stm32l4x5-gpio[1]"},
            },
            {
                "id": "portc",
                "type": "chip-native-gpio",
                "attrs": {"controller": "stm32l4x5-gpio[2]"},
            },
            {"id": "led", "type": "wokwi-led", "attrs": {"color": "green"}},
            {"id": "button", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}},
            {"id": "gnd", "type": "wokwi-gnd", "attrs": {}},
        ],
        "connections": [
            ["portb:14", "led:A", "green", []],
            ["led:C", "gnd:GND", "black", []],
            ["portc:13", "button:1.l", "blue", []],
            ["button:2.l", "gnd:GND", "black", []],
        ],
    }
