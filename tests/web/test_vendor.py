"""Third-party front-end files are what their record says, and nothing else is there."""

import hashlib
import tomllib
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "web" / "static" / "vendor"
RECORD = tomllib.loads((VENDOR / "VENDOR.toml").read_text(encoding="utf-8"))


def test_every_vendored_file_has_its_recorded_hash() -> None:
    """Each file on disk is in the record with its SHA-256, and the other way round."""
    recorded = {
        f"{package['folder']}/{name}": digest
        for package in RECORD["package"]
        for name, digest in package["sha256"].items()
    }
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "VENDOR.toml"
    }

    assert found == recorded


def test_every_package_tells_version_licence_and_command() -> None:
    """A package is recorded with what is needed to fetch it again."""
    for package in RECORD["package"]:
        assert package["version"] in package["folder"]
        assert package["licence"]
        assert package["version"] in package["command"]
        assert "LICENSE" in package["sha256"]
