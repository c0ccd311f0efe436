"""The command line: one group of commands, one boundary at which every error ends.

Exit codes: 0 nothing wrong; 1 the check found errors, or no feasible plan; 2 the input could not
be read or asked; 3 a bug, said so. For 2 and 3 there is one sentence on stderr and, with
``--json``, the document ``{"error": {"code", "message"}}`` on stdout.
"""

import ast
import json
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Final, cast

import click

from printlab.errors import InternalError, PrintlabError, Unreadable
from printlab.refusal import refusal_of
from printlab.settings import Settings
from printlab.version import __version__

__all__ = ["main"]

COMMANDS: Final = {
    "calibrate": "printlab.commands.calibrate:calibrate",
    "check": "printlab.commands.check:check",
    "doctor": "printlab.commands.doctor:doctor",
    "lab build": "printlab.commands.lab_build:lab_build",
    "lab init": "printlab.commands.lab_init:lab_init",
    "lab load": "printlab.commands.lab_load:lab_load",
    "layers": "printlab.commands.layers:layers",
    "orient": "printlab.commands.orient:orient",
    "plan": "printlab.commands.plan:plan",
    "repair": "printlab.commands.repair:repair",
    "toolpath check": "printlab.commands.toolpath_check:toolpath_check",
    "toolpath convert": "printlab.commands.toolpath_convert:toolpath_convert",
    "toolpath make": "printlab.commands.toolpath_make:toolpath_make",
    "toolpath show": "printlab.commands.toolpath_show:toolpath_show",
    "worker": "printlab.commands.worker:worker",
}
"""Our own commands; ``web`` adds ``serve`` through the entry-point group ``printlab.commands``.

They are loaded when called, so that ``--version`` does not wait for a compiler, and so that
numba's cache folder is known before numba is.
"""

_BELOW: Final = {
    "lab": "Prepare the lab.",
    "toolpath": "Make, check, convert and draw what the laser does.",
}
"""What the groups of commands are for."""

_INTERRUPTED = 130


class _Commands(click.Group):
    """A group whose commands come from the table above and from entry points."""

    def __init__(self, name: str, prefix: str = "", **attributes: object) -> None:
        super().__init__(name, **attributes)  # type: ignore[arg-type]
        self._prefix = prefix

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands' names in order."""
        del ctx
        return sorted({name.split()[0] for name in self._places()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, loaded now."""
        del ctx
        places = self._places()
        if cmd_name in places:
            module, _, attribute = places[cmd_name].partition(":")
            return cast("click.Command", getattr(import_module(module), attribute))
        if any(name.startswith(f"{cmd_name} ") for name in places):
            return _Commands(cmd_name, f"{self._prefix}{cmd_name} ", help=_BELOW[cmd_name])
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is asked for; of a misspelt one, tell the nearest there is."""
        name, known = args[0], self.list_commands(ctx)
        near = get_close_matches(name, known, n=1)
        if near and name not in known and not name.startswith("-"):
            ctx.fail(f"No such command '{name}'. Did you mean {near[0]}?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands, each with its docstring's first line, and load none of them."""
        del ctx
        rows = {name.split()[0]: _summary(place) for name, place in self._places().items()}
        groups = {name.split()[0] for name in self._places() if " " in name}
        rows |= {name: _BELOW[name] for name in groups}
        with formatter.section("Commands"):
            formatter.write_dl(sorted(rows.items()))

    def _places(self) -> dict[str, str]:
        """Return where each command below this group is defined."""
        added = {entry.name: entry.value for entry in entry_points(group="printlab.commands")}
        everything = {**added, **COMMANDS}
        return {
            name.removeprefix(self._prefix): place
            for name, place in everything.items()
            if name.startswith(self._prefix)
        }


def _summary(place: str) -> str:
    """Return the first line of a command's docstring, read from its source."""
    module, _, name = place.partition(":")
    package, *below = module.split(".")
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return ""
    source = Path(spec.submodule_search_locations[0]).joinpath(*below).with_suffix(".py")
    if not source.is_file():
        return ""
    for node in ast.parse(source.read_bytes()).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return (ast.get_docstring(node) or "").partition("\n")[0]
    return ""


_group = _Commands("printlab", help="Check, estimate and schedule metal 3D prints.")
_group = click.version_option(__version__, prog_name="printlab")(_group)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit with its code; the one boundary of the command line."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _run(given)
    except click.exceptions.Abort:
        code = _INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:  # noqa: BLE001 (the one boundary of the command line)
        code = _tell(_as_refusal(error), as_json="--json" in given)
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    _keep_compiled_code(Settings.from_environ())
    result = _group.main(arguments or ["--help"], prog_name="printlab", standalone_mode=False)
    return result if isinstance(result, int) else 0


def _keep_compiled_code(settings: Settings) -> None:
    """Let numba keep what it compiles in the lab's folder where it cannot beside the code.

    A server's installation is often not its user's to write, nor has that user a home folder.
    """
    beside_the_code = os.access(Path(__file__).parent, os.W_OK)
    if not beside_the_code and os.access(settings.home, os.W_OK):
        os.environ.setdefault("NUMBA_CACHE_DIR", str(settings.numba_cache_path))


def _as_refusal(error: Exception) -> PrintlabError:
    """Return an error as one of ours: a library's refusal, a misused option, or a bug."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return Unreadable("usage", "Missing command; --help lists them.")
    if isinstance(error, click.ClickException):
        return Unreadable("usage", error.format_message())
    return refusal_of(error) or _bug(error)


def _bug(error: Exception) -> InternalError:
    """Write a bug's trace to a file and return the sentence that names the file."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="printlab-bug-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        log.write(f"printlab {__version__}, Python {sys.version}\n")
        traceback.print_exception(error, file=log)
    sentence = f"This is a bug in printlab ({type(error).__name__}); what happened is in {log.name}"
    return InternalError("internal-error", f"{sentence}.")


def _tell(error: PrintlabError, *, as_json: bool) -> int:
    """Say one sentence, and with ``--json`` print the document; return the exit code."""
    click.echo(f"printlab: {error.message}", err=True)
    if as_json:
        click.echo(json.dumps({"error": {"code": error.code, "message": error.message}}))
    return error.exit_code
