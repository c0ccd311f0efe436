"""The built wheel, installed in an empty environment, is the whole product."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Corner indices of a cube's twelve outward triangles, corners numbered x + 2 y + 4 z.
CUBE = ("021", "123", "456", "576", "014", "154", "263", "367", "042", "246", "135", "375")
FACETS_OF_A_CUBE = tuple(tuple(int(corner) for corner in facet) for facet in CUBE)

pytestmark = pytest.mark.wheel


def cube_stl(size_mm: float) -> str:
    """Return an ASCII STL of an upright cube."""
    corners = [(i & 1, i >> 1 & 1, i >> 2 & 1) for i in range(8)]
    lines = ["solid cube"]
    for facet in FACETS_OF_A_CUBE:
        lines += ["facet normal 0 0 0", "outer loop"]
        lines += ["vertex " + " ".join(str(size_mm * c) for c in corners[i]) for i in facet]
        lines += ["endloop", "endfacet"]
    return "\n".join([*lines, "endsolid cube", ""])


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    command += ["--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True)
    (built,) = folder.glob("printlab-*.whl")
    return built


@pytest.fixture(scope="module")
def binaries(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel with its requirements in an empty environment; return its commands."""
    environment = tmp_path_factory.mktemp("empty") / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    pip = [str(environment / "bin/python"), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, "--upgrade", "pip>=25.1"], check=True)
    subprocess.run([*pip, "-c", str(ROOT / "constraints.txt"), str(wheel)], check=True)
    return environment / "bin"


@pytest.fixture
def part(tmp_path: Path) -> Path:
    """Write a 10 mm cube."""
    path = tmp_path / "cube.stl"
    path.write_text(cube_stl(10.0))
    return path


def run(command: list[str | Path], home: Path) -> subprocess.CompletedProcess[str]:
    """Run a command away from the source tree, with a lab folder of its own."""
    environment = {**os.environ, "PRINTLAB_HOME": str(home / "lab")}
    environment.pop("PYTHONPATH", None)
    return subprocess.run(
        [str(word) for word in command],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_holds_what_the_product_needs_at_run_time(wheel: Path) -> None:
    """Templates, static files, migrations, catalogues, texts and schemas are in the wheel."""
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if not name.split("/")[0].endswith(".dist-info")}

    assert tops == {"printlab", "slicer_checks", "scheduler", "web"}
    for folder, ending in [
        ("web/templates/", ".html"),
        ("web/static/css/", ".css"),
        ("web/static/vendor/", ".js"),
        ("web/translations/nl/", ".mo"),
        ("web/translations/de/", ".mo"),
        ("printlab/migrations/versions/", ".py"),
        ("printlab/schemas/", ".json"),
        ("scheduler/schemas/", ".json"),
        ("slicer_checks/data/rules/", ".toml"),
        ("slicer_checks/data/texts/", ".toml"),
    ]:
        assert any(n.startswith(folder) and n.endswith(ending) for n in names), folder
    for package in tops:
        assert f"{package}/py.typed" in names


def test_an_installed_printlab_checks_a_part(binaries: Path, part: Path, tmp_path: Path) -> None:
    """`printlab check` accepts a plain cube and prints the promised document."""
    done = run([binaries / "printlab", "check", part, "--json"], tmp_path)

    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["accepted"] is True
    assert document["part"]["volume_mm3"] == pytest.approx(1000.0)
    assert document["part"]["watertight"] is True


def test_an_installed_printlab_finds_itself_in_order(binaries: Path, tmp_path: Path) -> None:
    """`printlab lab init` then `printlab doctor` report nothing wrong."""
    assert run([binaries / "printlab", "lab", "init"], tmp_path).returncode == 0
    done = run([binaries / "printlab", "doctor"], tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def site(binaries: Path, tmp_path: Path) -> Iterator[str]:
    """Serve a new lab from the installed wheel; return its address."""
    assert run([binaries / "printlab", "lab", "init"], tmp_path).returncode == 0
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "PRINTLAB_HOME": str(tmp_path / "lab")}
    command = [str(binaries / "printlab"), "serve", "--port", str(port), "--workers", "0"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment) as server:
        yield f"http://127.0.0.1:{port}"
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=30) == 0


def fetch(address: str, patience_s: float = 60.0) -> str:
    """Return a page's text, waiting until the server listens."""
    until = time.monotonic() + patience_s
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 (loopback)
                text: str = answer.read().decode()
                return text
        except urllib.error.URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


def test_an_installed_printlab_serves_its_pages(site: str) -> None:
    """The sign-in page and the style sheet it links come from the installed package."""
    page = fetch(f"{site}/sign-in")

    assert "<form" in page
    assert fetch(f"{site}/static/css/tokens.css").strip()
