"""A zip archive whose directory is believed only after it was checked, and read by the member.

Before anything is unpacked: where the archive begins and ends, how many members it names, their
sizes and ratios, names that lead outside or stand twice, links, encryption, and members that share
bytes. Only members that are asked for are unpacked, one at a time, never beyond their stated size.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from slicer_checks.errors import UnreadableFile
from slicer_checks.limits import ReadLimits

_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""All members carry the earliest date that a zip archive knows."""
LOCAL_MAGIC: Final = b"PK\x03\x04"
_END_MAGIC: Final = b"PK\x05\x06"
_END_BYTES: Final = 22
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_ENTRY_BYTES_MAX: Final = 46 + 1024
"""An entry of the directory with a long name and extra fields."""
_LOCATOR_BYTES: Final = 20
_HALF_FULL, _FULL = 0xFFFF, 0xFFFFFFFF
_COMMENT_BYTES_MAX: Final = 65_535
_ENCRYPTED: Final = 0x1
_RATIO_BYTES_MIN: Final = 1_000_000
"""A small member may shrink as it likes."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Archive:
    """A checked directory and the bytes it speaks of; names are compared without case."""

    data: bytes
    members: dict[str, zipfile.ZipInfo]

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a member of this name."""
        return name.lower() in self.members

    def read(self, name: str) -> bytes:
        """Unpack one member; raise `UnreadableFile` when it is not what the directory says."""
        info = self.members[name.lower()]
        start, end = _span(self.data, info)
        packed = memoryview(self.data)[start:end]
        if info.compress_type == zipfile.ZIP_STORED:
            content = bytes(packed)
        else:
            content = _inflate(packed, info)
        if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
            raise damaged()
        return content


def open_archive(data: bytes, limits: ReadLimits) -> Archive:
    """Return the archive whose directory holds; raise `UnreadableFile` with what is wrong."""
    _check_ends(data, limits)
    try:
        with zipfile.ZipFile(BytesIO(data)) as opened:
            infos, directory = opened.infolist(), opened.start_dir
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, struct.error) as error:
        raise damaged() from error
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        _check_member(info, limits)
        name = info.orig_filename.lower()
        if name in members:
            shown = _shown(info.orig_filename)
            raise UnreadableFile(
                "archive-name-twice", f"The archive holds {shown!r} twice.", {"member": shown}
            )
        members[name] = info
    _check_sizes(infos, limits)
    _check_overlap(data, infos, directory)
    return Archive(data=data, members=members)


def pack(members: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of members by name: the same bytes for the same members."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return stream.getvalue()


def damaged() -> UnreadableFile:
    """Return the error for an archive that contradicts itself."""
    return UnreadableFile("archive-damaged", "The zip archive is damaged or cut off.")


def _check_ends(data: bytes, limits: ReadLimits) -> None:
    """See that the archive fills the file, and how large its directory is, before it is read."""
    tail = data.rfind(_END_MAGIC, max(0, len(data) - _END_BYTES - _COMMENT_BYTES_MAX))
    if not data.startswith(LOCAL_MAGIC) or tail < 0 or tail + _END_BYTES > len(data):
        raise damaged()
    count, size, _offset, comment = struct.unpack_from("<HLLH", data, tail + 10)
    if tail + _END_BYTES + comment != len(data):
        raise damaged()
    if count == _HALF_FULL or size == _FULL:
        count, size = _long_counts(data, tail)
    if count > limits.members_max or size > limits.members_max * _ENTRY_BYTES_MAX:
        raise UnreadableFile(
            "archive-too-many-members",
            f"The archive names more than {limits.members_max} members.",
            {"members_max": limits.members_max},
        )


def _long_counts(data: bytes, tail: int) -> tuple[int, int]:
    """Return how many members and bytes the directory of a ZIP64 archive has."""
    try:
        magic, _disk, offset = struct.unpack_from("<4sLQ", data, tail - _LOCATOR_BYTES)
        record, count, size = struct.unpack_from("<4s28x2Q", data, offset)
    except (struct.error, OverflowError) as error:
        raise damaged() from error
    if magic != b"PK\x06\x07" or record != b"PK\x06\x06":
        raise damaged()
    return int(count), int(size)


def _check_member(info: zipfile.ZipInfo, limits: ReadLimits) -> None:
    shown = _shown(info.orig_filename)
    if _unsafe(info.orig_filename):
        raise UnreadableFile(
            "archive-name-unsafe",
            f"The archive names {shown!r}, which leads outside of it.",
            {"member": shown},
        )
    if info.flag_bits & _ENCRYPTED:
        raise UnreadableFile(
            "archive-encrypted", f"{shown!r} in the archive is encrypted.", {"member": shown}
        )
    if stat.S_ISLNK(info.external_attr >> 16):
        raise UnreadableFile(
            "archive-link", f"{shown!r} in the archive is a link.", {"member": shown}
        )
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise UnreadableFile(
            "archive-method",
            f"{shown!r} in the archive is packed by a method that is not read.",
            {"member": shown},
        )
    packed = max(1, info.compress_size)
    if info.file_size > _RATIO_BYTES_MIN and info.file_size > limits.ratio_max * packed:
        raise _too_large(limits)


def _unsafe(name: str) -> bool:
    steps = name.split("/")
    odd = any(letter in name for letter in "\\:\x00") or not name.isprintable()
    return odd or name.startswith("/") or ".." in steps or "." in steps or not name


def _check_sizes(infos: list[zipfile.ZipInfo], limits: ReadLimits) -> None:
    if len(infos) > limits.members_max:
        raise UnreadableFile(
            "archive-too-many-members",
            f"The archive names more than {limits.members_max} members.",
            {"members_max": limits.members_max},
        )
    if sum(info.file_size for info in infos) > limits.unpacked_bytes_max:
        raise _too_large(limits)


def _too_large(limits: ReadLimits) -> UnreadableFile:
    return UnreadableFile(
        "archive-too-large",
        f"Unpacked, the archive would have more than {limits.unpacked_bytes_max} bytes, "
        f"or more than {limits.ratio_max} times what it has packed.",
        {"bytes_max": limits.unpacked_bytes_max, "ratio_max": limits.ratio_max},
    )


def _check_overlap(data: bytes, infos: list[zipfile.ZipInfo], directory: int) -> None:
    """Refuse members that share bytes, as in an archive that unpacks one member many times."""
    reached = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        _start, end = _span(data, info)
        if info.header_offset < reached or (reached == 0 and info.header_offset > 0):
            raise damaged()
        reached = end
    if reached > directory:
        raise damaged()


def _span(data: bytes, info: zipfile.ZipInfo) -> tuple[int, int]:
    """Return where a member's packed bytes are, by its own header, which must agree."""
    try:
        header = _LOCAL.unpack_from(data, info.header_offset)
    except struct.error as error:
        raise damaged() from error
    name_bytes, extra_bytes = header[9], header[10]
    named = info.header_offset + _LOCAL.size
    start = named + name_bytes + extra_bytes
    end = start + info.compress_size
    name = data[named : named + name_bytes]
    if header[0] != LOCAL_MAGIC or end > len(data) or header[3] != info.compress_type:
        raise damaged()
    if name.decode("utf-8" if info.flag_bits & 0x800 else "cp437", "replace") != info.orig_filename:
        raise damaged()
    return start, end


def _inflate(packed: memoryview, info: zipfile.ZipInfo) -> bytes:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = unpacker.decompress(packed, info.file_size + 1)
    except zlib.error as error:
        raise damaged() from error
    if not unpacker.eof and unpacker.decompress(unpacker.unconsumed_tail, 1):
        raise damaged()
    return content


def _shown(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name[:60])
