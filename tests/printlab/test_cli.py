"""The command line's promises: exit codes, one sentence, one JSON document, never a trace."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from printlab import cli
from printlab.errors import Conflict, InternalError
from printlab.version import __version__
from web.serve import serve

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test touch a lab that is not its own."""
    for name in [name for name in os.environ if name.startswith("PRINTLAB_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PRINTLAB_HOME", str(tmp_path / "lab"))


def run(*arguments: str) -> int:
    """Run a command in this process and return its exit code."""
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    code = left.value.code
    assert isinstance(code, int)
    return code


def test_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """``--version`` prints the distribution's version."""
    assert run("--version") == 0
    assert __version__ in capsys.readouterr().out


def test_no_command_is_a_request_for_help(capsys: pytest.CaptureFixture[str]) -> None:
    """``printlab`` alone lists its commands, the web's among them."""
    assert run() == 0

    listed = capsys.readouterr().out
    for name in ("check", "doctor", "lab", "layers", "plan", "serve", "worker"):
        assert f"  {name} " in listed
    assert "Check parts and make plans until stopped" in listed


@pytest.mark.parametrize(
    "arguments",
    [("dance",), ("doctor", "--dance"), ("doctor", "--port", "none"), ("lab", "x"), ("lab",)],
)
def test_misuse_is_one_sentence_and_2(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """A command or option that does not exist is told in one line on stderr."""
    assert run(*arguments) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("printlab: ")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "meant"), [(("chekc",), "check"), (("toolpath", "sho"), "show"), (("x",), None)]
)
def test_a_misspelt_command_is_told_the_nearest(
    arguments: tuple[str, ...], meant: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command that was probably meant is named; nothing is, where none is near."""
    assert run(*arguments) == 2
    told = f" Did you mean {meant}?\n" if meant else f"No such command '{arguments[-1]}'.\n"
    assert capsys.readouterr().err.endswith(told)


def test_a_refusal_is_a_document_too(capsys: pytest.CaptureFixture[str]) -> None:
    """With ``--json`` stdout is one document with code and message, and nothing else."""
    assert run("doctor", "--json", "--dance") == 2

    said = capsys.readouterr()
    document = json.loads(said.out)
    assert set(document) == {"error"}
    assert document["error"]["code"] == "usage"
    assert document["error"]["message"] in said.err


def test_a_lab_that_is_not_there_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """A worker without a lab says what to run first."""
    assert run("worker") == 2
    assert "printlab lab init" in capsys.readouterr().err


def test_lab_init_prints_a_link_and_doctor_agrees(capsys: pytest.CaptureFixture[str]) -> None:
    """After ``lab init`` the doctor finds folder and database sound."""
    assert run("lab", "init", "--json") == 0
    founded = json.loads(capsys.readouterr().out)
    assert founded["invite_path"].startswith("/invite/")

    code = run("doctor", "--json")
    report = json.loads(capsys.readouterr().out)
    sound = {check["what"]: check["sound"] for check in report["checks"]}
    assert sound["folder"]
    assert sound["database"]
    assert code == (0 if report["sound"] else 1)


def test_lab_init_prints_a_link_to_open(capsys: pytest.CaptureFixture[str]) -> None:
    """The link is whole: it leads to where ``serve`` serves unless it is told otherwise."""
    assert run("lab", "init") == 0

    (link,) = re.findall(r"http://\S+/invite/\S+", capsys.readouterr().out)
    site = {option.name: option.default for option in serve.params}
    assert link.startswith(f"http://{site['host']}:{site['port']}/invite/")


def test_lab_init_again_says_that_the_first_link_is_void(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A second link takes the place of the first, and this is said; of the first it is not."""
    void = "the one before, which works no longer"
    assert run("lab", "init") == 0
    assert void not in capsys.readouterr().out
    assert run("lab", "init") == 0
    assert void in capsys.readouterr().out


@click.command("break")
@click.option("--json", "as_json", is_flag=True)
@click.option("--politely", is_flag=True)
def break_down(as_json: bool, politely: bool) -> None:
    """Fail, as a refusal or as a bug."""
    del as_json
    if politely:
        raise Conflict("not-now", "This cannot be done now.")
    raise ZeroDivisionError


def test_a_bug_is_said_to_be_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug exits with 3, shows no trace, and names the file that has it."""
    monkeypatch.setitem(cli.COMMANDS, "break", f"{__name__}:break_down")
    monkeypatch.setitem(sys.modules, __name__, sys.modules[__name__])

    assert run("break", "--json") == InternalError.exit_code == 3

    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    message = json.loads(said.out)["error"]["message"]
    assert "bug" in message
    log = Path(message.rpartition(" ")[2].removesuffix("."))
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")
    log.unlink()


def test_a_missing_library_is_named_with_its_remedy() -> None:
    """Where numba is not installed, checking a part says so in one sentence, and is no bug."""
    without = "import sys; sys.modules['numba'] = None; from printlab import cli; cli.main()"
    command = [sys.executable, "-c", without, "check", "part.stl", "--json"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert ended.returncode == 2
    assert json.loads(ended.stdout)["error"]["code"] == "library-missing"
    assert ended.stderr.count("\n") == 1
    assert "python -m pip install numba" in ended.stderr


def test_a_refusal_keeps_its_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refusal's own code and sentence are told, with exit code 2."""
    monkeypatch.setitem(cli.COMMANDS, "break", f"{__name__}:break_down")

    assert run("break", "--politely", "--json") == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error == {"code": "not-now", "message": "This cannot be done now."}


def test_a_reader_that_hangs_up_is_no_error(tmp_path: Path) -> None:
    """``printlab ... | head`` ends quietly."""
    command = f"{sys.executable} -m printlab --help | head -n 1"
    ended = subprocess.run(
        ["/bin/sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    del tmp_path

    assert ended.stderr == ""
    assert ended.stdout.startswith("Usage: printlab")


@pytest.mark.parametrize("question", ["--version", "--help"])
def test_a_small_question_loads_no_compiler(question: str) -> None:
    """Commands are loaded when called, so a small question gets a quick answer."""
    program = (
        "import sys, printlab.cli as c\n"
        f"try: c.main(['{question}'])\n"
        "except SystemExit: print('numba' in sys.modules, 'ortools' in sys.modules)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert ended.stdout.endswith("False False\n")
