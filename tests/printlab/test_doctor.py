"""The doctor says what is wrong and what would help, and changes nothing."""

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from printlab.cli import main
from printlab.commands import doctor as command
from printlab.doctor import Ailment, examine, shared_names
from printlab.settings import Settings


def test_a_prepared_lab_is_sound(settings: Settings) -> None:
    """Every look at a founded lab is fine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    ailments = list(examine(settings, port))

    assert [ailment for ailment in ailments if not ailment.sound] == []
    assert {"Python", "database", "limited child", "ortools"} <= {a.what for a in ailments}


def test_what_is_missing_is_named_with_its_remedy(tmp_path: Path) -> None:
    """A port that is taken and a folder that cannot be made are two troubles."""
    (tmp_path / "file").touch()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ailments = list(examine(Settings.in_folder(tmp_path / "file" / "lab"), port))

    troubles = {a.what: a.remedy for a in ailments if not a.sound}
    assert set(troubles) == {"folder", f"port {port}"}
    assert all(troubles.values())


def test_each_finding_is_printed_at_once_and_compiling_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever waits for the last look has read the first, and reads why it takes long."""
    seen: list[str] = []

    def slow(
        _settings: Settings, _port: int, on_compiling: Callable[[], None]
    ) -> Iterator[Ailment]:
        yield Ailment(what="Python", sound=True, found="3.11.2")
        on_compiling()
        seen.extend(capsys.readouterr())
        yield Ailment(what="limited child", sound=False, found="fell", remedy="Help it.")

    monkeypatch.setattr(command, "examine", slow)
    with pytest.raises(SystemExit) as ended:
        main(["doctor"])

    assert seen[0] == "ok     Python         3.11.2\n"
    assert seen[1].startswith("Compiling the engine, once")
    assert capsys.readouterr().out.splitlines() == [
        "WRONG  limited child  fell",
        "                      -> Help it.",
    ]
    assert ended.value.code == 1


def test_a_program_gets_the_document_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --json no line says that the engine is compiled."""

    def slow(
        _settings: Settings, _port: int, on_compiling: Callable[[], None] = lambda: None
    ) -> Iterator[Ailment]:
        on_compiling()
        yield Ailment(what="Python", sound=True, found="3.11.2")

    monkeypatch.setattr(command, "examine", slow)
    with pytest.raises(SystemExit):
        main(["doctor", "--json"])

    printed = capsys.readouterr()
    assert [row["what"] for row in json.loads(printed.out)["checks"]] == ["Python"]
    assert printed.err == ""


def test_no_lab_yet_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before `lab init` all is well: it is said what would make a lab, and nothing is made."""
    monkeypatch.setenv("PRINTLAB_HOME", str(tmp_path / "none"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(SystemExit) as ended:
        main(["doctor", "--port", str(port)])

    out = capsys.readouterr().out
    assert ended.value.code == 0
    assert "WRONG" not in out
    assert "no lab yet: printlab lab init" in out
    assert not (tmp_path / "none").exists()


def test_a_lab_without_its_database_is_a_fault(tmp_path: Path) -> None:
    """Where `lab init` has been, a database that is gone is no "not yet"."""
    settings = Settings.in_folder(tmp_path)
    settings.secret_key_path.touch()

    (database,) = (a for a in examine(settings, 1) if a.what == "database")

    assert not database.sound


@pytest.mark.parametrize(
    ("owners", "expected"),
    [
        ({"web": ["printlab"], "scheduler": ["printlab", "printlab"]}, {}),
        ({"web": ["printlab", "web.py"]}, {"web": ["printlab", "web.py"]}),
        ({"numpy": ["numpy", "other"]}, {}),
    ],
)
def test_a_name_with_two_owners_is_found(
    owners: dict[str, list[str]], expected: dict[str, list[str]]
) -> None:
    """Two distributions that install a package of one name overwrite each other's files."""
    assert shared_names(owners) == expected
