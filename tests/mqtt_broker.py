"""A Mosquitto of the test's own on a free port of the loopback interface, and clients of it: mosquitto_sub, _pub."""

import json
import socket
import subprocess
import threading
import time

DEADLINE = 60


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


class Subscriber:
    """All messages of some topics, in the order of the broker; reads while it lives."""

    def __init__(self, broker, *filters, user=None):
        self.messages = []
        self._condition = threading.Condition()
        words = ["mosquitto_sub", *broker.client_words(user), "-q", "1", "-F", "%j"]
        for one in filters or ["#"]:
            words += ["-t", one]
        # A line of it reports that the broker has the subscriptions.
        self._process = subprocess.Popen(
            ["stdbuf", "-oL", *words, "-d"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._subscribed = False
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self._wait(lambda: self._subscribed)

    def _read(self):
        for line in self._process.stdout:
            with self._condition:
                if line.startswith("Subscribed"):
                    self._subscribed = True
                elif line.startswith("{"):
                    message = json.loads(line)
                    self.messages.append(
                        (message["topic"], message.get("payload") or "", message["retain"])
                    )
                self._condition.notify_all()

    def _wait(self, condition):
        with self._condition:
            assert self._condition.wait_for(condition, DEADLINE), self.messages[-20:]

    def payloads(self, topic):
        return [payload for at, payload, _ in self.messages if at == topic]

    def json(self, topic):
        """The values of all payloads that are not empty."""
        return [json.loads(payload) for payload in self.payloads(topic) if payload]

    def wait(self, topic, condition=lambda value: True):
        """The first value, also of those before, that meets the condition."""

        def found():
            return [value for value in self.json(topic) if condition(value)]

        self._wait(found)
        return found()[0]

    def wait_until(self, condition):
        self._wait(lambda: condition(self))

    def end(self):
        # At a SIGTERM, mosquitto_sub may wait for itself for ever.
        self._process.kill()
        self._reader.join()
        self._process.wait()


class Broker:
    """`lines` are more of its configuration; `users` may log in with password = name."""

    def __init__(self, directory, lines=(), users=(), tls=None):
        self.directory = directory
        self.port = free_port()
        self.tls = tls
        self._process = None
        self._subscribers = []
        # As root it would change to a user that cannot read the test's directory.
        config = ["user root", f"listener {self.port} 127.0.0.1", *lines]
        if users:
            passwords = directory / "passwords"
            passwords.write_text("".join(f"{user}:{user}-secret\n" for user in users))
            subprocess.run(["mosquitto_passwd", "-U", str(passwords)], check=True)
            passwords.chmod(0o644)
            config += ["allow_anonymous false", f"password_file {passwords}"]
        else:
            config.append("allow_anonymous true")
        self._config = directory / "mosquitto.conf"
        self._config.write_text("\n".join(config) + "\n")

    def start(self):
        words = ["mosquitto", "-c", str(self._config)]
        self._process = subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + DEADLINE
        while True:
            assert self._process.poll() is None, "mosquitto has ended"
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return self
            except ConnectionRefusedError:
                assert time.monotonic() < end

    @property
    def pid(self):
        return self._process.pid

    def kill(self):
        self._process.kill()
        self._process.wait()

    def restart(self):
        self.kill()
        self.start()

    def client_words(self, user=None):
        words = ["-h", "127.0.0.1", "-p", str(self.port), "-V", "5"]
        if user:
            words += ["-u", user, "-P", f"{user}-secret"]
        if self.tls:
            words += ["--cafile", str(self.tls.ca)]
        return words

    def subscribe(self, *filters, user=None):
        subscriber = Subscriber(self, *filters, user=user)
        self._subscribers.append(subscriber)
        return subscriber

    def publish(self, topic, payload, *words, user=None):
        command = ["mosquitto_pub", *self.client_words(user), "-q", "1", "-t", topic]
        command += ["-n"] if payload == "" else ["-m", payload]
        subprocess.run([*command, *words], check=True, timeout=DEADLINE)

    def publish_lines(self, topic, payloads):
        command = ["mosquitto_pub", *self.client_words(), "-q", "1", "-t", topic, "-l"]
        subprocess.run(
            command, input="\n".join(payloads) + "\n", text=True, check=True, timeout=DEADLINE
        )

    def address(self, rest="/lab", user=None, host="127.0.0.1"):
        scheme = "mqtts" if self.tls else "mqtt"
        return f"{scheme}://{user + '@' if user else ''}{host}:{self.port}{rest}"

    def end(self):
        for subscriber in self._subscribers:
            subscriber.end()
        if self._process is not None:
            self.kill()


class Certificates:
    """A certificate authority, and a certificate of `localhost` and 127.0.0.1 that it signed."""

    def __init__(self, directory):
        self.ca = directory / "ca.pem"
        self.certificate = directory / "broker.pem"
        self.key = directory / "broker.key"
        authority_key, request, names = (
            directory / name for name in ("ca.key", "request", "names")
        )
        names.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")

        def openssl(*words):
            subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)

        new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        openssl(
            "req",
            "-x509",
            *new_key,
            "-keyout",
            authority_key,
            "-out",
            self.ca,
            "-days",
            2,
            "-subj",
            "/CN=Test",
        )
        openssl("req", *new_key, "-keyout", self.key, "-out", request, "-subj", "/CN=broker")
        signed_by = ["-CA", self.ca, "-CAkey", authority_key, "-CAcreateserial", "-extfile", names]
        openssl("x509", "-req", "-in", request, *signed_by, "-out", self.certificate, "-days", 2)
        self.key.chmod(0o644)

    def lines(self):
        return [f"cafile {self.ca}", f"certfile {self.certificate}", f"keyfile {self.key}"]
