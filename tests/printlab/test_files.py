"""The store names a file by its content, and by nothing a person typed."""

import hashlib
from pathlib import Path

import pytest

from printlab.errors import NotFound, Unavailable
from printlab.files import Files

ABC = hashlib.sha256(b"abc").hexdigest()


@pytest.fixture(params=["folder", "memory"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    """Return an empty store in a folder, then one on a file system that is no folder."""
    where = tmp_path / "files" if request.param == "folder" else f"memory://{tmp_path.name}"
    return Files(str(where))


def test_what_is_put_is_read(files: Files) -> None:
    """A file comes back under the SHA-256 of its bytes."""
    sha256 = files.put(b"abc")

    assert sha256 == ABC
    assert files.read(sha256) == b"abc"
    assert files.exists(sha256)


def test_the_same_twice_is_once(files: Files) -> None:
    """Storing the same bytes again changes nothing."""
    assert files.put(b"abc") == files.put(b"abc")
    assert [name for name, _ in files.stored()] == [ABC]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "", "x" * 64, ABC.upper(), f"{ABC}\n", f"/{ABC}", ABC[:-1]]
)
def test_only_a_sha256_opens_a_file(files: Files, name: str) -> None:
    """Anything else is as good as missing, whatever path it spells."""
    files.put(b"abc")

    with pytest.raises(NotFound):
        files.open(name)
    assert_missing = pytest.raises(NotFound)
    with assert_missing:
        files.exists(name)


def test_a_missing_file_is_a_sentence(files: Files) -> None:
    """A file that is not there is NotFound, not a trace."""
    with pytest.raises(NotFound) as caught:
        files.read(ABC)

    assert caught.value.code == "file-missing"


def test_damage_is_seen(tmp_path: Path) -> None:
    """Bytes that changed on the disk are not handed out."""
    files = Files(str(tmp_path))
    sha256 = files.put(b"abc")
    (tmp_path / sha256[:2] / sha256).write_bytes(b"abd")

    with pytest.raises(Unavailable) as caught:
        files.read(sha256)
    assert caught.value.code == "file-damaged"


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    """When the store cannot be written, no half file stays and the error is a sentence."""
    (tmp_path / "incoming").mkdir()
    (tmp_path / ABC[:2]).write_bytes(b"a file where a folder should be")

    with pytest.raises((Unavailable, FileExistsError)):
        Files(str(tmp_path)).put(b"abc")
    assert list((tmp_path / "incoming").iterdir()) == []


def test_a_child_gets_a_path(files: Files, tmp_path: Path) -> None:
    """A stored file has a path on this disk: its own in a folder, a copy's when remote."""
    path = files.local_path(files.put(b"abc"), tmp_path)

    assert path.read_bytes() == b"abc"


def test_a_child_file_is_stored(files: Files, tmp_path: Path) -> None:
    """A scratch file is stored by its content."""
    (tmp_path / "out").write_bytes(b"abc")

    assert files.put_file(tmp_path / "out") == ABC


def test_an_unknown_storage_is_a_sentence() -> None:
    """A URL whose storage is not installed says so."""
    with pytest.raises(Unavailable):
        Files("nosuchstorage://bucket")
