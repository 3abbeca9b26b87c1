"""What an input device of a 64-bit guest reports."""

import struct

# struct input_event: seconds, microseconds, type, code, value.
EV_MSC, MSC_SCAN = 4, 4
EVENT = struct.Struct("<qqHHi")


def device(guest, name):
    """The path of the input device that its driver has given this name."""
    found = guest.sh(f"grep -l '^{name}$' /sys/class/input/event*/device/name")
    return "/dev/input/" + found.split("/")[4]


def press_and_read(guest, client, button, name="keys", count=2, control="pressed"):
    """The first `count` events of a device when a button is pressed, and as many when it is released: their types,
    codes and values. The guest sees the press before the release happens."""
    # Opened before the press: earlier events are not read.
    guest.sh(f"exec 3<{device(guest, name)}")
    some = f"head -c {EVENT.size * count} <&3"
    guest.start(f"({some}; echo pressed >&2; {some}) >/tmp/events; echo released")
    client.call("control", button, control, 1)
    guest.expect("^pressed")
    client.call("control", button, control, 0)
    guest.expect("^released")
    return events(guest.sh("xxd -p /tmp/events"))


def events(hexadecimal):
    raw = bytes.fromhex(hexadecimal.replace("\n", ""))
    return [(kind, code, value) for _, _, kind, code, value in EVENT.iter_unpack(raw)]
