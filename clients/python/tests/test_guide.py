"""The guide to testing, the examples of CI and of a client in C work as they are written."""

import ast
import os
import re
import subprocess
import tempfile
from itertools import pairwise

import pytest

import pinbridge
from conftest import C_CLIENTS, ROOT, compile_client

GUIDE = ROOT / "docs" / "how-to" / "test-firmware.md"


@pytest.fixture
def checkout(tmp_path):
    """What the guide takes from the repository, in a directory in which it installs and saves its own."""
    (tmp_path / "build").mkdir()
    for name in ("examples", "scripts", "clients", "CMakeLists.txt"):
        (tmp_path / name).symlink_to(ROOT / name)
    for name in ("pinbridge", "guest", "qemu"):
        (tmp_path / "build" / name).symlink_to(ROOT / "build" / name)
    return tmp_path


def blocks():
    """The guide's code blocks, each with the text before it."""
    text = GUIDE.read_text()
    found = re.findall(
        r"(?ms)^(\S[^\n]*(?:\n\S[^\n]*)*)\n\n((?:    [^\n]*\n|\n(?=\n*    ))+)", text
    )
    return [(before, re.sub(r"(?m)^    ", "", block)) for before, block in found]


def save_files(directory):
    """Saves each file of the guide as it says, without the commands that follow some."""
    saved = []
    for before, block in blocks():
        if name := re.search(r"Save this as\s`([^`]+)`:$", before):
            file = directory / name[1]
            file.parent.mkdir(exist_ok=True)
            file.write_text(block.split("\n$ ")[0])
            saved.append(name[1])
    return saved


def test_each_block_of_the_guide_is_a_file_to_save_or_commands_to_run():
    """The test below runs them."""
    indented = [line.startswith("    ") for line in GUIDE.read_text().splitlines() if line]
    assert sum(now and not before for before, now in pairwise(indented)) == len(blocks())
    for before, block in blocks():
        is_saved = re.search(r"Save this as\s`[^`]+`:$", before)
        is_run = block.startswith("$ ") or before.startswith("At the top of the")
        assert is_saved or is_run, block


def test_the_guides_tests_of_a_blinking_led_have_two_statements(tmp_path):
    save_files(tmp_path)
    sources = [tmp_path / "firmware" / "test_firmware.py", tmp_path / "linux" / "test_linux.py"]
    tests = [
        node
        for source in sources
        for node in ast.parse(source.read_text()).body
        if isinstance(node, ast.FunctionDef) and "blinks" in node.name
    ]
    assert [len(test.body) for test in tests] == [2, 2]


def environment(checkout):
    """Without this package on the path: the guide installs it."""
    path = os.pathsep.join(
        str(checkout / part) for part in ("build/venv/bin", "build", "build/qemu/10/bin")
    )
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PINBRIDGE")}
    return {**clean, "PATH": f"{path}:/usr/bin:/bin"}


def install_package(checkout):
    """The first block's commands but for the firmware, which the build has made."""
    [commands] = [block for before, block in blocks() if before.startswith("At the top of the")]
    assert commands.startswith("guest/build firmware\n")
    commands = commands.partition("\n")[2].replace("python3 -m venv", "/usr/bin/python3 -m venv")
    subprocess.run(["bash", "-euc", commands], cwd=checkout, check=True)


def test_the_guide_to_testing_works_as_it_is_written(checkout):
    install_package(checkout)
    assert save_files(checkout) == [
        "firmware/diagram.json",
        "firmware/test_firmware.py",
        "firmware/test_failing.py",
        "linux/test_linux.py",
        "firmware/blink.yaml",
    ]
    failing = checkout / "firmware" / "test_failing.py"
    failing.rename(checkout / "later.py")
    ran = 0
    for command, shown in re.findall(
        r"(?m)^\$ (.*)\n((?:(?!\$).+\n)+)", "\n".join(b for _, b in blocks())
    ):
        if failing.name in command:
            (checkout / "later.py").rename(failing)
        done = subprocess.run(
            command,
            shell=True,
            cwd=checkout,
            env=environment(checkout),
            capture_output=True,
            text=True,
        )
        for line in shown.splitlines():
            assert line in done.stdout, done.stdout
        ran += 1
    assert ran == 4


def without_times(text):
    return re.sub(r"[0-9.]+ (?:ms|s)\b|time=\"[0-9.]+\"", "T", text)


def test_a_scenario_that_fails_prints_and_writes_what_its_reference_shows(checkout):
    save_files(checkout)
    page = (ROOT / "docs" / "reference" / "scenarios.md").read_text()
    section = page.partition("## When a step fails")[2].partition("| exit status")[0]
    shown = [
        re.sub(r"(?m)^    ", "", block) for block in re.findall(r"(?m)(?:^    .*\n)+", section)
    ]
    scenario, printed, report, waveform = shown
    (checkout / "twice.yaml").write_text(scenario)
    machine = "qemu-system-arm -M b-l475e-iot01a -nographic -kernel build/guest/firmware/b-l475e-iot01a.elf"
    words = ["--junit", "report.xml", "--record-on-failure", "records", "--", *machine.split()]
    done = subprocess.run(
        ["pinbridge", "test", "firmware", "twice.yaml", *words],
        cwd=checkout,
        env=environment(checkout),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    lines = without_times(done.stdout).splitlines()
    assert [line.strip() for line in lines[:4]] == [
        line.strip() for line in without_times(printed).splitlines()
    ]
    written = without_times((checkout / "report.xml").read_text())
    for line in without_times(report).splitlines():
        assert line.strip() in written
    assert waveform in (checkout / "records" / "twice.vcd").read_text()


@pytest.mark.parametrize("name", ["github-actions.yml", "gitlab-ci.yml"])
def test_the_test_step_of_an_example_of_ci_tests_a_firmware_and_a_guest(checkout, tmp_path, name):
    def step(step):
        words = [ROOT / "tests" / "ci-steps", ROOT / "examples" / "ci" / name, step]
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout

    assert "./packages/*.deb" in step("install")
    install_package(checkout)
    subprocess.run([ROOT / "tests" / "ci-repository", tmp_path / "ci"], check=True)
    command = step("test").replace("pytest ", "python -m pytest ", 1)
    done = subprocess.run(
        ["bash", "-euc", command],
        cwd=tmp_path / "ci",
        env=environment(checkout),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    assert 'tests="3"' in (tmp_path / "ci" / "report.xml").read_text()


@pytest.fixture(scope="module")
def c_client(tmp_path_factory):
    program = tmp_path_factory.mktemp("c") / "client"
    compile_client(C_CLIENTS / "client.c", program)
    return program


def test_a_client_in_c_drives_reads_and_watches_pins(c_client, panel):
    with pinbridge.serve(panel) as bench:

        def client(*words):
            done = subprocess.run([c_client, bench.socket, *words], capture_output=True, text=True)
            return done.returncode, done.stdout

        status, answer = client("set", "led0:A=high", "led1:A=low")
        assert status == 0
        assert re.match(
            r'\[1, 1, nil, \[\{"pin"=>"led0:A", .*"state"=>"high", .*"state"=>"low"', answer
        )
        assert bench.pin("led0:A").state == "high"
        assert bench.part("led0").wait_for(lit=1)
        assert client("list")[1].count('"part"=>') == len(bench.parts)
        status, answer = client("get", "led9:A")
        assert (status, answer.partition(": ")[0]) == (
            1,
            '[1, 1, {"code"=>2, "message"=>"there is no pin "led9:A"',
        )
        with subprocess.Popen(
            [c_client, bench.socket, "watch", "led0:A"], stdout=subprocess.PIPE
        ) as watch:
            assert b'"state"=>"high"' in watch.stdout.readline()
            bench.set({"led0:A": 0})
            assert watch.stdout.readline().startswith(b'[2, "change", [{"pin"=>"led0:A", ')
            watch.terminate()


LISTENER = """
import socket, sys
listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen()
print("listening", flush=True)
print(listener.accept()[0].recv(1))
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can start a program as another user")
def test_a_client_in_c_sends_nothing_to_another_user(c_client):
    with tempfile.TemporaryDirectory() as directory:
        os.chmod(directory, 0o777)
        command = ["/usr/bin/python3", "-c", LISTENER, f"{directory}/s"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, user="nobody") as other:
            assert other.stdout.readline() == "listening\n"
            client = [c_client, f"{directory}/s", "hello"]
            done = subprocess.run(client, capture_output=True, text=True)
            assert (done.returncode, done.stdout) == (1, "")
            assert "belongs to another user" in done.stderr
            assert other.stdout.read() == "b''\n"


def test_the_wheel_is_the_same_each_time_and_has_the_projects_version(checkout):
    wheels = []
    for _ in range(2):
        subprocess.run(["scripts/python_wheel"], cwd=checkout, check=True)
        [wheel] = (checkout / "build" / "python").glob("*.whl")
        wheels.append((wheel.name, wheel.read_bytes()))
    assert wheels[0] == wheels[1]
    version = re.search(
        r"project\(pinbridge VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text()
    )[1]
    assert wheels[0][0] == f"pinbridge-{version}-py3-none-any.whl"
