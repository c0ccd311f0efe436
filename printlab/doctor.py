"""Whether this machine can run the lab: one look after another, each with its remedy."""

import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path

from printlab.database import open_engine
from printlab.errors import PrintlabError
from printlab.limited import WARM_SERVER, run_limited
from printlab.migrate import check_schema, current_revision
from printlab.settings import ChildLimits, Settings

__all__ = ["Ailment", "examine", "shared_names"]

OWN_NAMES = ("printlab", "slicer_checks", "scheduler", "web")
"""The top-level names of this distribution; two of them are other distributions' names, too."""

_PYTHON = (3, 11)
_FREE_BYTES = 2 * 1024**3
_GIB = 1024**3


@dataclass(frozen=True, slots=True, kw_only=True)
class Ailment:
    """One look: at what, whether it is sound, what was found, and what would help."""

    what: str
    sound: bool
    found: str
    remedy: str = ""


def examine(
    settings: Settings, port: int, on_compiling: Callable[[], None] = lambda: None
) -> Iterator[Ailment]:
    """Look at one thing after another that the lab needs; nothing in it is changed.

    A child may have to compile both engines first, which takes minutes; ``on_compiling`` is called
    at each function.
    """
    yield _python()
    yield from _names()
    yield _home(settings)
    yield _disk(settings)
    yield _database(settings)
    yield _library("ortools")
    yield _library("numba")
    yield _port(port)
    yield _child(on_compiling)


def shared_names(owners: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Return those of our top-level names that more than one installed distribution owns."""
    found = {name: sorted(set(owners.get(name, ()))) for name in OWN_NAMES}
    return {name: owned for name, owned in found.items() if len(owned) > 1}


def _python() -> Ailment:
    """Look at the interpreter."""
    return Ailment(
        what="Python",
        sound=sys.version_info >= _PYTHON,
        found=sys.version.split()[0],
        remedy="Install Python 3.11 or newer.",
    )


def _names() -> list[Ailment]:
    """Look for other distributions that install a package under one of our names."""
    shared = shared_names(packages_distributions())
    if not shared:
        return [Ailment(what="package names", sound=True, found="each has one owner")]
    return [
        Ailment(
            what=f"package name {name}",
            sound=False,
            found=f"is installed by {', '.join(owners)}",
            remedy="Install printlab in an environment of its own.",
        )
        for name, owners in shared.items()
    ]


def _home(settings: Settings) -> Ailment:
    """Look whether the lab's folder can be written, or made where there is none yet."""
    remedy = "Set PRINTLAB_HOME to a folder you may write, and run `printlab lab init`."
    place = _nearest(settings.home)
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        return Ailment(what="folder", sound=False, found=str(error), remedy=remedy)
    found = str(settings.home)
    return Ailment(
        what="folder", sound=True, found=found if place == settings.home else f"{found} (not yet)"
    )


def _nearest(folder: Path) -> Path:
    """Return a folder, or the one above it in which it would be made."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def _disk(settings: Settings) -> Ailment:
    """Look how much room is left where the lab is (or will be)."""
    free_bytes = shutil.disk_usage(_nearest(settings.home)).free
    return Ailment(
        what="free disk",
        sound=free_bytes >= _FREE_BYTES,
        found=f"{free_bytes / _GIB:.1f} GiB",
        remedy=f"Free at least {_FREE_BYTES // _GIB} GiB, or set PRINTLAB_HOME to a larger disk.",
    )


def _database(settings: Settings) -> Ailment:
    """Look whether the database can be reached and is at this version's schema.

    That no lab was made yet is no fault of the installation: the commands on parts need none.
    """
    try:
        engine = open_engine(settings.database_url)
        check_schema(engine)
        found = f"{engine.dialect.name}, schema {current_revision(engine)}"
    except PrintlabError as error:
        if error.code == "lab-missing" and not settings.secret_key_path.exists():
            return Ailment(what="database", sound=True, found="no lab yet: printlab lab init")
        remedy = "Run `printlab lab init`, or check PRINTLAB_DATABASE_URL."
        return Ailment(what="database", sound=False, found=error.message, remedy=remedy)
    engine.dispose()
    return Ailment(what="database", sound=True, found=found)


def _library(name: str) -> Ailment:
    """Look whether a library with native code is installed, and which."""
    try:
        return Ailment(what=name, sound=True, found=version(name))
    except PackageNotFoundError:
        return Ailment(what=name, sound=False, found="missing", remedy=f"pip install {name}")


def _child(on_compiling: Callable[[], None]) -> Ailment:
    """Let a limited child check a cube: compiler, slicer, solver and limits in one look."""
    if os.name != "posix":
        return Ailment(
            what="limited child",
            sound=False,
            found=f"not on {sys.platform}",
            remedy="Run the server on Linux or macOS; the libraries work here.",
        )
    try:
        WARM_SERVER.start(on_compiling)
        answer = run_limited("printlab.warm:prove", {}, ChildLimits())
    except PrintlabError as error:
        remedy = "See the lines above; numba's cache folder and memory limits are likely causes."
        return Ailment(what="limited child", sound=False, found=error.message, remedy=remedy)
    return Ailment(what="limited child", sound=True, found=f"sliced {answer['layers']} layers")


def _port(port: int) -> Ailment:
    """Look whether somebody else listens where the web server would."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            return Ailment(
                what=f"port {port}",
                sound=False,
                found=str(error.strerror),
                remedy="Stop what listens there, or give `printlab serve` another --port.",
            )
    return Ailment(what=f"port {port}", sound=True, found="free")
