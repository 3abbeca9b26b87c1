"""The check of wording, scripts/lib/check_prose.py: it finds what it is for, and nothing else."""

import subprocess

import pytest

import paths

CHECKER = paths.ROOT / "scripts" / "lib" / "check_prose.py"


def check(file):
    done = subprocess.run([CHECKER, file], capture_output=True, text=True)
    return done.returncode, done.stdout


LONG = " ".join(["word"] * 26) + "."


@pytest.mark.parametrize(
    "name, text, found",
    [
        ("a.md", "The client lets go\nof the pin.\n", ':1: "lets go of"'),
        ("a.md", "See [this](nowhere.md).\n", '"nowhere.md": no such file'),
        ("a.md", "# A\n\nSee [this](#b).\n", '"#b": no such heading'),
        ("a.md", LONG, "26 words, 25 at most"),
        ("a.cpp", "int a;\n// A client is\n// told the level.\n", ':2: "is told"'),
        ("a.cpp", 'auto text = "ask whoever has it";\n', ':1: "whoever"'),
        ("a_test.cpp", "TEST(Line, TellsNobodyOfIt) {}\n", 'name of a test: "Nobody"'),
        ("a.py", '"""Somebody reads it."""\n', ':1: "Somebody"'),
        ("a.py", "def test_a_client_is_told():\n    pass\n", 'name of a test: "is told"'),
        ("a.sh", "#!/bin/sh\nls  # for whoever wants it\n", ':2: "whoever"'),
    ],
)
def test_a_phrase_of_the_list_a_long_sentence_or_a_broken_link_is_found(
    tmp_path, name, text, found
):
    file = tmp_path / name
    file.write_text(text)
    status, output = check(file)
    assert status == 1
    assert found in output


@pytest.mark.parametrize(
    "name, text",
    [
        ("a.md", "The client releases the pin. `nobody` is a user.\n\n    sudo -u nobody true\n"),
        ("a.md", "There is no pin. See [this](#this-heading).\n\n## This heading\n"),
        ("a.cpp", "const auto patience = told[0];  // A pin is released.\nint nobody;\n"),
        ("a.py", "nobody = 1\n# A client is notified.\n"),
    ],
)
def test_code_and_plain_wording_are_accepted(tmp_path, name, text):
    file = tmp_path / name
    file.write_text(text)
    assert check(file) == (0, "")
