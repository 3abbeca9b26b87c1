"""A scripted bench: it answers as the test defines, so the test controls the bytes and their times."""

import os
import socket
import threading

import msgpack


def change(pin, state, time, direction="in"):
    return {"pin": pin, "direction": direction, "state": state, "time": time}


def told(name, parameter):
    return msgpack.packb([2, name, [parameter]])


class FakeBench:
    """Serves one connection on a socket. `answer(method, parameters)` gives what is sent for a request: a result,
    or bytes that stand for themselves behind the response. `requests` has what came."""

    def __init__(self, path, answer):
        self.path = path
        self.requests = []
        self.received = b""
        self._answer = answer
        self._listener = socket.socket(socket.AF_UNIX)
        mask = os.umask(0o177)
        self._listener.bind(str(path))
        os.umask(mask)
        self._listener.listen()
        self.connection = None
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # A thread that waits in accept() is woken by this, and not by close().
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.hang_up()
        self._thread.join(10)

    def hang_up(self):
        if self.connection is not None:
            try:
                self.connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            self.connection.close()

    def send(self, data):
        self.connection.sendall(data)

    def _serve(self):
        unpacker = msgpack.Unpacker()
        try:
            self.connection, _ = self._listener.accept()
            while data := self.connection.recv(1 << 16):
                self.received += data
                unpacker.feed(data)
                for message in unpacker:
                    self._take(message)
        except OSError:
            return

    def _take(self, message):
        _, identifier, method, parameters = message
        self.requests.append((method, *parameters))
        result, behind = self._answer(method, parameters)
        error = result if isinstance(result, dict) and "code" in result else None
        response = [1, identifier, error, None if error else result]
        self.connection.sendall(msgpack.packb(response) + behind)


HELLO = {
    "server": "pinbridge",
    "version": "0",
    "protocol": 1,
    "board": "fake",
    "time": 1,
}
