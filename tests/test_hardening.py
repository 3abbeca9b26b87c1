"""The release build is hardened, and the file that is installed is stripped: what cmake/hardening.cmake promises."""

import json
import os
import platform
import re
import subprocess
from pathlib import Path

import pytest

import paths

PROGRAM = os.environ.get("PINBRIDGE_HARDENING_OF", str(paths.PINBRIDGE))
LANDING_PADS = {"x86_64": b"\xf3\x0f\x1e\xfa", "aarch64": b"\x5f\x24\x03\xd5"}


def readelf(*options):
    return subprocess.run(
        ["readelf", "-W", *options, PROGRAM], check=True, capture_output=True, text=True
    ).stdout


def test_the_program_is_position_independent():
    assert re.search(r"Type: +DYN", readelf("--file-header"))
    assert re.search(r"FLAGS_1.*\bPIE\b", readelf("--dynamic"))


def test_relocations_are_read_only_before_the_first_instruction():
    assert "GNU_RELRO" in readelf("--program-headers")
    assert re.search(r"\(FLAGS\).*BIND_NOW|\(FLAGS_1\).*\bNOW\b", readelf("--dynamic"))


def test_the_stack_is_protected_and_not_executable():
    assert "__stack_chk_fail" in readelf("--dyn-syms")
    assert re.search(r"GNU_STACK.* RW +0x", readelf("--program-headers"))


def test_calls_of_the_c_library_are_checked():
    assert re.search(
        r"\b__(mem|str|f?printf|snprintf|read|recv|poll)\w*_chk\b", readelf("--dyn-syms")
    )


def test_each_source_is_compiled_with_the_options():
    # The program alone does not show it: libraries of the distribution that are linked into it have them, too.
    build, src = paths.ROOT / "build", paths.ROOT / "src"
    compiled = set()
    for command in json.loads((build / "compile_commands.json").read_text()):
        file = Path(command["file"])
        if file.is_relative_to(build / "generated" / "together"):
            sources = {src / name for name in re.findall(r'#include "(.*)"', file.read_text())}
        elif file.is_relative_to(src):
            sources = {file}
        else:
            continue
        compiled |= sources
        for option in "-D_FORTIFY_SOURCE=3", "-fstack-protector-strong", "-fPIE":
            assert option in command["command"], sources
    assert {file for file in src.rglob("*.cpp") if not file.stem.endswith("_test")} <= compiled


@pytest.mark.skipif(platform.machine() not in LANDING_PADS, reason="no such processor")
def test_indirect_branches_have_landing_pads():
    with open(PROGRAM, "rb") as program:
        pads = program.read().count(LANDING_PADS[platform.machine()])
    # Each function that may be called by its address has one; the C start files alone have a few.
    assert pads > 1000


def test_the_program_has_no_path_of_the_machine_that_built_it():
    with open(PROGRAM, "rb") as program:
        assert str(paths.ROOT).encode() not in program.read()


def test_install_strips_the_program_and_installs_examples_and_the_unit(tmp_path):
    words = ["cmake", "--install", str(paths.ROOT / "build"), "--prefix", str(tmp_path)]
    subprocess.run(words, check=True, capture_output=True)
    program = tmp_path / "bin" / "pinbridge"
    sections = subprocess.run(
        ["readelf", "-W", "--sections", program], check=True, capture_output=True, text=True
    ).stdout
    assert ".symtab" not in sections and ".debug_info" not in sections
    unit = (tmp_path / "lib/systemd/user/pinbridge@.service").read_text()
    assert f"ExecStart={program} serve" in unit
    board = tmp_path / "share/doc/pinbridge/examples/panel/diagram.json"
    subprocess.run([program, "check", board], check=True, capture_output=True)
