"""A program whose output is read as it arrives, and that receives typed text: a guest on its console, or a tool."""

import re
import subprocess
import threading
import time

PATIENCE = 60


class Console:
    """Starts a program with pipes for its streams; stderr is kept apart."""

    def __init__(self, arguments, **popen):
        self._process = subprocess.Popen(
            [str(a) for a in arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **popen,
        )
        self._news = threading.Condition()
        self._text = {"out": "", "err": ""}
        self._read = {"out": 0, "err": 0}
        self._open = 2
        self._commands = 0
        self._prompts_end = 0
        streams = (("out", self._process.stdout), ("err", self._process.stderr))
        self._readers = [
            threading.Thread(target=self._collect, args=stream, daemon=True) for stream in streams
        ]
        for reader in self._readers:
            reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    @property
    def pid(self):
        return self._process.pid

    @property
    def errors(self):
        return self._text["err"]

    @property
    def output(self):
        return self._text["out"]

    def type(self, text):
        self._process.stdin.write(text.encode())
        self._process.stdin.flush()

    def start(self, command):
        """Types a command at the guest's prompt, and does not wait for its end."""
        # Text that is typed before the shell reads is shown twice, and out of order. Each prompt is for
        # one command, whatever else was printed and expected since.
        self._prompts_end = self._wait("guest# ", "out", self._prompts_end, PATIENCE).end()
        self._read["out"] = max(self._read["out"], self._prompts_end)
        self.type(command + "\n")

    def expect(self, pattern, stream="out", patience=PATIENCE):
        """Waits for the pattern after the previous match, and returns its match."""
        match = self._wait(pattern, stream, self._read[stream], patience)
        self._read[stream] = match.end()
        return match

    def prints(self, pattern, within):
        """Whether the pattern comes after the previous match, within this many seconds."""
        try:
            self.expect(pattern, patience=within)
        except AssertionError:
            return False
        return True

    def expect_once(self, text, stream="err"):
        """Waits for a text of one line that was printed once so far, and not a second time."""
        self._wait(re.escape(text), stream, 0, PATIENCE)
        assert self._text[stream].count(text) == 1, self._text[stream]

    def sh(self, command, status=0, patience=PATIENCE):
        """Runs a command in the guest's shell and returns what it printed."""
        self._commands += 1
        mark = f"did-{self._commands}"
        self.start(f"{command}{' ' if command.endswith('&') else '; '}echo {mark}:$?:")
        # The console shows typed text too, but there the mark is followed by a dollar sign.
        found = self.expect(rf"(?s)echo {mark}:\$\?:(.*?){mark}:(\d+):", patience=patience)
        printed = found.group(1).replace("\r", "").strip("\n")
        assert int(found.group(2)) == status, f"{command}: exit status {found.group(2)}: {printed}"
        return printed

    def signal(self, number):
        self._process.send_signal(number)

    def wait(self, patience=PATIENCE):
        """Waits until it ends and all its output is read; returns the exit status."""
        status = self._process.wait(patience)
        for reader in self._readers:
            reader.join(patience)
        return status

    def end(self):
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._process.wait()

    def _wait(self, pattern, stream, start, patience):
        deadline = time.monotonic() + patience
        with self._news:
            while True:
                match = re.compile(pattern, re.M).search(self._text[stream], start)
                if match:
                    return match
                left = deadline - time.monotonic()
                if left <= 0 or self._open == 0:
                    why = "it ended" if self._open == 0 else "it took too long"
                    raise AssertionError(
                        f"no {pattern!r}: {why}; it printed:\n{self._text['out'][-3000:]}\n"
                        f"and on stderr:\n{self._text['err'][-3000:]}"
                    )
                self._news.wait(min(left, 1))

    def _collect(self, name, stream):
        while data := stream.read1(1 << 16):
            with self._news:
                self._text[name] += data.decode(errors="replace")
                self._news.notify_all()
        with self._news:
            self._open -= 1
            self._news.notify_all()
