#!/usr/bin/python3
"""Lists what the built program contains and requires: bill_of_materials.py [--sbom FILE] [--licences FILE]

The bill is CycloneDX JSON: what is linked into the program or bundled with its page, and the Debian packages of its
shared libraries. The same tree and the same packages give the same bytes.
"""

import argparse
import json
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What is compiled into the program: on Debian 12 some of it comes from build/deps, where it is not installed.
COMPILED_IN = {
    "boost": ("BSL-1.0", ("libboost-dev", "libboost1.*-dev")),
    "boost-url": ("BSL-1.0", ("libboost-url-dev", "libboost-url1.*-dev")),
    "msgpack-cxx": ("BSL-1.0", ("libmsgpack-cxx-dev",)),
    "cli11": ("BSD-3-Clause", ("libcli11-dev",)),
}
# On Debian 12; on Debian 13 it is a shared library. Its C++ binding has this licence, the rest LGPL-2.1-or-later.
STATIC_LIBGPIOD = ROOT / "build/deps/usr/include/gpiod.hpp"
if STATIC_LIBGPIOD.is_file():
    COMPILED_IN["libgpiod"] = ("LGPL-3.0-or-later", ("libgpiod-dev",))


def project_version():
    text = (ROOT / "CMakeLists.txt").read_text()
    return re.search(r"^project\(pinbridge VERSION ([0-9.]+)", text, re.M).group(1)


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else ""


def header_version(pattern, *files):
    """A version as the headers themselves have it."""
    for file in files:
        for base in (ROOT / "build/deps/usr/include", Path("/usr/include")):
            if (base / file).is_file():
                found = re.search(pattern, (base / file).read_text(), re.M)
                if found:
                    return ".".join(found.groups())
    return ""


def compiled_version(name):
    if name.startswith("boost"):
        found = header_version(r'^#define BOOST_LIB_VERSION "([0-9_]+)"', "boost/version.hpp")
        return found.replace("_", ".")
    if name == "msgpack-cxx":
        numbers = [
            header_version(rf"^#define MSGPACK_VERSION_{part} +(\d+)", "msgpack/version_master.hpp")
            for part in ("MAJOR", "MINOR", "REVISION")
        ]
        return ".".join(numbers)
    if name == "libgpiod":
        files = (ROOT / "build/deps/usr/lib").glob("*/pkgconfig/libgpiod.pc")
        found = [re.search(r"^Version: (\S+)", file.read_text(), re.M) for file in files]
        return next((match.group(1) for match in found if match), "")
    return run("dpkg-query", "-W", "-f", "${Version}", "libcli11-dev")


def compiled_in():
    for name, (licence, _) in sorted(COMPILED_IN.items()):
        yield component(name, compiled_version(name), licence, f"pkg:generic/{name}")


def component(name, version, licence, purl):
    if not version:
        raise SystemExit(f'bill_of_materials: no version of "{name}" is installed')
    made = {"type": "library", "name": name, "version": version, "purl": f"{purl}@{version}"}
    if licence:
        made["licenses"] = [{"license": {"id": licence}}]
    made["bom-ref"] = made["purl"]
    return made


def page_packages():
    """The npm packages that the page bundles, by path in node_modules."""
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    for path, entry in sorted(lock.items()):
        if path and not (entry.get("dev") or entry.get("optional") or entry.get("peer")):
            yield path, entry


def bundled():
    for path, entry in page_packages():
        name = path.rpartition("node_modules/")[2]
        purl = f"pkg:npm/{name.replace('@', '%40')}"
        yield component(name, entry["version"], entry.get("license", ""), purl)


def shared_libraries(program):
    """The Debian packages that the program's shared libraries are of."""
    packages = set()
    for library in re.findall(r"=> (/\S+)", run("ldd", str(program))):
        for path in (library, str(Path(library).resolve()), library.removeprefix("/usr")):
            owner = run("dpkg-query", "-S", path).partition(":")[0]
            if owner:
                packages.add(owner)
                break
        else:
            raise SystemExit(f'bill_of_materials: no Debian package has "{library}"')
    for package in sorted(packages):
        version = run("dpkg-query", "-W", "-f", "${Version}", package).strip()
        yield component(package, version, "", f"pkg:deb/debian/{package}")


def bill(program):
    version = project_version()
    parts = [*compiled_in(), *bundled()]
    needed = list(shared_libraries(program))
    root = {
        "type": "application",
        "name": "pinbridge",
        "version": version,
        "purl": f"pkg:generic/pinbridge@{version}",
        "bom-ref": f"pkg:generic/pinbridge@{version}",
        "licenses": [{"license": {"id": "MIT"}}],
    }
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": root},
        "components": parts + needed,
        "dependencies": [
            {"ref": root["bom-ref"], "dependsOn": [c["bom-ref"] for c in parts + needed]}
        ],
    }


def licence_texts():
    """Each text of a licence with the names that it holds for."""
    for name, (_, packages) in sorted(COMPILED_IN.items()):
        for pattern in packages:
            bases = (ROOT / "build/deps/usr/share/doc", Path("/usr/share/doc"))
            found = [f for base in bases for f in sorted(base.glob(f"{pattern}/copyright"))]
            if found:
                yield name, found[0].read_text(errors="replace")
                break
        else:
            raise SystemExit(f'bill_of_materials: no licence of "{name}" is installed')
    for path, entry in page_packages():
        files = sorted((ROOT / "web" / path).glob("LICEN[CS]E*"))
        text = files[0].read_text() if files else f"Licence: {entry.get('license', 'unknown')}\n"
        yield path.rpartition("node_modules/")[2], text


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--program", type=Path, default=ROOT / "build" / "pinbridge")
    parser.add_argument("--sbom", type=Path, help="write the bill of materials to FILE")
    parser.add_argument(
        "--licences", type=Path, help="write the licences of what is inside to FILE"
    )
    given = parser.parse_args()
    if given.sbom:
        given.sbom.parent.mkdir(parents=True, exist_ok=True)
        given.sbom.write_text(json.dumps(bill(given.program), indent=1, sort_keys=True) + "\n")
    if given.licences:
        given.licences.parent.mkdir(parents=True, exist_ok=True)
        line = "=" * 80
        texts = [f"{line}\n{name}\n{line}\n\n{text}\n" for name, text in licence_texts()]
        given.licences.write_text("What is compiled into pinbridge:\n\n" + "".join(texts))


main()
