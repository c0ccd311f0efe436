"""The doctor says what is wrong and what would help, and changes nothing."""

import socket
from pathlib import Path

import pytest

from printlab.doctor import examine, shared_names
from printlab.settings import Settings


def test_a_prepared_lab_is_sound(settings: Settings) -> None:
    """Every look at a founded lab is fine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    ailments = examine(settings, port)

    assert [ailment for ailment in ailments if not ailment.sound] == []
    assert {"Python", "database", "limited child", "ortools"} <= {a.what for a in ailments}


def test_what_is_missing_is_named_with_its_remedy(tmp_path: Path) -> None:
    """A lab that was never founded on a port that is taken has three troubles."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ailments = examine(Settings.in_folder(tmp_path / "none"), port)

    troubles = {a.what: a.remedy for a in ailments if not a.sound}
    assert set(troubles) == {"folder", "database", f"port {port}"}
    assert all(troubles.values())
    assert not (tmp_path / "none").exists()


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
