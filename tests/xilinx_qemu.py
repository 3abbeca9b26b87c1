"""A stand-in for Xilinx's QEMU: its end of Remote-Port, as its device trees for co-simulation have it."""

import socket
import struct

PATIENCE = 60

HELLO, READ, INTERRUPT, SYNC = 1, 3, 5, 6
RESPONSE, POSTED = 2, 4
MIO_IN, MIO_OUT, EMIO0 = 19, 20, 16


class XilinxQemu:
    """Sends levels from the reset, then its hello; aborts, as QEMU does, at an input of an absent device."""

    DEVICES = {EMIO0: 32, MIO_IN: 78, MIO_OUT: 78}

    def __init__(self, path):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(PATIENCE)
        self._socket.connect(str(path))
        self._id = 0
        #: Inputs that were received and not expected so far: (device, line, level).
        self._inputs = []
        for line in range(32, 38):
            self.set_wire(MIO_OUT, line, 0)
        capabilities = struct.pack(">4I", 1, 2, 3, 4)
        self._send(HELLO, struct.pack(">HHIHH", 4, 3, 32, 4, 0) + capabilities)
        command, _, _, body = self._receive()
        assert (command, body[:4]) == (HELLO, b"\0\4\0\3")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()

    def set_wire(self, device, line, level, flags=POSTED):
        return self._send(INTERRUPT, struct.pack(">QQIB", 0, 0, line, level), flags, device)

    def sync(self, time):
        """Virtual time goes on when this returns."""
        body = struct.pack(">Q", time)
        sent = self._send(SYNC, body)
        assert self._response() == (SYNC, RESPONSE, sent, body)

    def read_memory(self, address):
        """The status of the response to a guest's read of 4 bytes."""
        sent = self._send(READ, struct.pack(">QQQIIIH", 0, 0, address, 4, 4, 4, 0), device=9)
        command, flags, number, body = self._response()
        assert (command, flags, number, len(body)) == (READ, RESPONSE, sent, 42)
        return body[14] & 0xF

    def expect_input(self, device, line, level):
        while not self._inputs:
            assert self._receive()[0] == INTERRUPT
        assert self._inputs.pop(0) == (device, line, level)

    def _send(self, command, body, flags=0, device=0):
        self._id += 1
        header = struct.pack(">5I", command, len(body), self._id, flags, device)
        self._socket.sendall(header + body)
        return self._id

    def _response(self):
        while not (packet := self._receive())[1] & RESPONSE:
            pass
        return packet

    def _receive(self):
        command, size, number, flags, device = struct.unpack(">5I", self._read(20))
        body = self._read(size)
        if command == INTERRUPT and not flags & RESPONSE:
            _, _, line, level = struct.unpack(">QQIB", body)
            assert line < self.DEVICES[device], "QEMU would have aborted"
            if not flags & POSTED:
                header = struct.pack(">5I", command, size, number, RESPONSE, device)
                self._socket.sendall(header + body)
            self._inputs.append((device, line, level))
        return command, flags, number, body

    def _read(self, size):
        data = b""
        while len(data) < size:
            more = self._socket.recv(size - len(data))
            assert more, "the bench has closed the connection: QEMU would have ended"
            data += more
        return data
