"""Zip archives: believed only after the directory was checked."""

import io
import struct
import zipfile

import pytest

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.archive import Archive, open_archive
from slicer_checks.limits import ReadLimits
from tests.mesh_files import zip_bytes

LIMITS = ReadLimits()
GOOD = zip_bytes({"a/b.txt": "hello " * 50, "c.txt": "there"})


def code_of(data: bytes, limits: ReadLimits = LIMITS) -> str:
    """Return the code an archive is refused with."""
    with pytest.raises(UnreadableFile) as caught:
        open_archive(data, limits)
    return caught.value.code


def opened(data: bytes) -> Archive:
    """Open an archive within the usual limits."""
    return open_archive(data, LIMITS)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_read_back(method: int) -> None:
    """What was packed or stored comes out, whatever the case of its name."""
    archive = opened(zip_bytes({"A/b.TXT": "hello " * 50, "empty": ""}, method))

    assert archive.read("a/B.txt") == b"hello " * 50
    assert archive.read("empty") == b""
    assert "c.txt" not in archive


def test_an_archive_with_a_remark_or_streamed_is_read() -> None:
    """A comment at the end, and sizes that stand after the data, are both allowed."""
    stream = io.BytesIO(GOOD)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.comment = b"made by hand"
    streamed = io.BytesIO()
    with zipfile.ZipFile(_Unseekable(streamed), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("c.txt", "there")

    assert opened(stream.getvalue()).read("c.txt") == b"there"
    assert opened(streamed.getvalue()).read("c.txt") == b"there"


class _Unseekable(io.RawIOBase):
    """A stream that cannot go back, so that sizes come after the data."""

    def __init__(self, kept: io.BytesIO) -> None:
        super().__init__()
        self.kept = kept

    def writable(self) -> bool:
        """Bytes may be written."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Keep the bytes."""
        return self.kept.write(data)


@pytest.mark.parametrize("cut", [1, 10, 60, 120, len(GOOD) - 1])
def test_cut_archives_are_refused(cut: int) -> None:
    """An archive that ends too early is damaged, wherever it ends."""
    assert code_of(GOOD[:cut]) == "archive-damaged"


@pytest.mark.parametrize("data", [b"<html>" + GOOD, GOOD + b"x", GOOD + GOOD, b"PK\x03\x04"])
def test_an_archive_fills_its_file(data: bytes) -> None:
    """Bytes before or after the archive are refused: other readers may see another file."""
    assert code_of(data) == "archive-damaged"


@pytest.mark.parametrize(
    "name", ["../a", "/a", "a/../../b", "C:\\a", "a\\b", "./a", "a/./b", "a\x01b", "c:a"]
)
def test_names_that_lead_outside_are_refused(name: str) -> None:
    """No member may be named by a way out of the archive, read or not."""
    assert code_of(zip_bytes({"good": "1", name: "2"})) == "archive-name-unsafe"


def test_a_name_stands_once() -> None:
    """Two members of one name, or of names that differ by case, are refused."""
    assert code_of(zip_bytes({"A/model": "1", "a/Model": "2"})) == "archive-name-twice"


def test_links_are_refused() -> None:
    """A symbolic link is no file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")

    assert code_of(stream.getvalue()) == "archive-link"


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [(8, 1, "archive-encrypted"), (10, 12, "archive-method"), (24, 7, "archive-damaged")],
)
def test_what_a_directory_may_not_say(place: int, value: int, code: str) -> None:
    """Encryption, other methods and wrong sizes are refused by the directory or when read."""
    data = bytearray(zip_bytes({"a.txt": "hello " * 50}))
    entry = bytes(data).rindex(b"PK\x01\x02")
    struct.pack_into("<H", data, entry + place, value)
    with pytest.raises(UnreadableFile) as caught:
        opened(bytes(data)).read("a.txt")

    assert caught.value.code == code


def test_contents_are_held_against_their_checksum() -> None:
    """A byte that was changed inside a stored member is noticed."""
    data = zip_bytes({"a.txt": "hello"}, zipfile.ZIP_STORED).replace(b"hello", b"jello")
    with pytest.raises(UnreadableFile) as caught:
        opened(data).read("a.txt")

    assert caught.value.code == "archive-damaged"


def test_bombs_are_refused_before_unpacking() -> None:
    """Too many members, too many bytes in all, or too much from too little are never unpacked."""
    many = zip_bytes({str(number): "x" for number in range(30)})
    large = zip_bytes({"zeros": bytes(5_000_000)})

    assert code_of(many, ReadLimits(members_max=29)) == "archive-too-many-members"
    assert code_of(large) == "archive-too-large"
    assert code_of(GOOD, ReadLimits(unpacked_bytes_max=100)) == "archive-too-large"


def test_members_may_not_share_bytes() -> None:
    """Two directory entries of one member are refused: the trick behind overlapping bombs."""
    data = zip_bytes({"a": "x" * 100, "b": "y" * 100})
    first, second = (data.index(b"PK\x01\x02"), data.rindex(b"PK\x01\x02"))
    shared = bytearray(data)
    struct.pack_into("<I", shared, second + 42, 0)
    renamed = bytes(shared[: second + 46]) + b"a" + bytes(shared[second + 47 :])

    assert first != second
    assert code_of(bytes(shared)) == "archive-damaged"
    assert code_of(renamed) in {"archive-damaged", "archive-name-twice"}


def test_a_long_directory_beyond_all_places_is_refused() -> None:
    """A ZIP64 locator may name a place that no file has."""
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 2**63, 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    body = GOOD[: GOOD.index(b"PK\x05\x06")]

    assert code_of(body + locator + end) == "archive-damaged"
