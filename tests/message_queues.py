"""POSIX message queues, as the message-queue panel and the patched QEMU of its author use them."""

import ctypes
import os
import select

PATIENCE = 60
MESSAGES, SIZE = 10, 8192

_libc = ctypes.CDLL("libc.so.6", use_errno=True)


class _Attributes(ctypes.Structure):
    _fields_ = [(name, ctypes.c_long) for name in ("flags", "maxmsg", "msgsize", "curmsgs")] + [
        ("reserved", ctypes.c_long * 4)
    ]


class Queue:
    """One end of a queue; the queue is removed with it."""

    def __init__(self, name):
        self._name = name.encode()
        attributes = _Attributes(0, MESSAGES, SIZE, 0)
        flags = os.O_CREAT | os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC
        self._fd = _libc.mq_open(self._name, flags, 0o600, ctypes.byref(attributes))
        assert self._fd >= 0, os.strerror(ctypes.get_errno())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self._fd)
        _libc.mq_unlink(self._name)

    def send(self, line, level):
        self.send_raw(bytes([0x69, 0x10, line, level]))

    def send_raw(self, message):
        self._wait(select.POLLOUT)
        assert _libc.mq_send(self._fd, message, len(message), 0) == 0

    def receive(self):
        """The next message's line and level."""
        self._wait(select.POLLIN)
        buffer = ctypes.create_string_buffer(SIZE)
        size = _libc.mq_receive(self._fd, buffer, SIZE, None)
        assert (size, buffer.raw[:2]) == (4, b"\x69\x10")
        return buffer.raw[2], buffer.raw[3]

    def _wait(self, event):
        poll = select.poll()
        poll.register(self._fd, event)
        assert poll.poll(PATIENCE * 1000), f"nothing happens to {self._name}"
