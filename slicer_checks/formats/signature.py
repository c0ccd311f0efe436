"""What bytes look like, judged by their first bytes: only to tell a person what they sent."""

import re
from typing import Final

from slicer_checks.errors import UnreadableFile

_MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"BM", "BMP image"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
    (b"RIFF", "RIFF media file"),
    (b"%PDF", "PDF document"),
    (b"\x7fELF", "ELF program"),
    (b"MZ", "Windows program"),
    (b"\xca\xfe\xba\xbe", "Java class or macOS program"),
    (b"\xcf\xfa\xed\xfe", "macOS program"),
    (b"#!", "script"),
    (b"PK\x05\x06", "empty zip archive"),
    (b"\x1f\x8b", "gzip archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ", "xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip archive"),
    (b"Rar!", "RAR archive"),
    (b"\x28\xb5\x2f\xfd", "Zstandard archive"),
    (b"\xd0\xcf\x11\xe0", "old Office or SolidWorks document"),
    (b"SQLite format 3", "SQLite database"),
    (b"\x93NUMPY", "numpy array"),
    (b"\xff\xfe\x00\x00", "UTF-32 text"),
    (b"s\x00o\x00l\x00i\x00d\x00", "UTF-16 text without its mark"),
    (b"\x00s\x00o\x00l\x00i\x00d", "UTF-16 text without its mark"),
    (b"{\\rtf", "RTF document"),
    (b"glTF", "glTF model"),
    (b"LVF!", "OVF toolpath"),
    (b"Kaydara FBX", "FBX model"),
)
_WORDS: Final[tuple[tuple[re.Pattern[bytes], str], ...]] = (
    (re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|script)", re.IGNORECASE), "HTML page"),
    (
        re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<svg", re.IGNORECASE | re.DOTALL),
        "SVG image",
    ),
    (re.compile(rb"\s*<"), "XML or HTML text"),
    (re.compile(rb"\s*[{\[]"), "JSON text"),
    (re.compile(rb"\$\$HEADERSTART"), "CLI toolpath"),
    (re.compile(rb"(?:;[^\n]*\n|\s)*[GM]\d+\s"), "G-code"),
)
_PICKLE: Final = re.compile(rb"\x80[\x02-\x05]|\(lp0|cos\n|c__builtin__\n")
_HEAD_BYTES: Final = 1024
_TEXT: Final = re.compile(rb"[\t\n\r\f\x20-\x7e\x80-\xff]*\Z")


def looks_like(data: bytes) -> str | None:
    """Return what the first bytes look like, such as "PNG image", or None for nothing known."""
    head = bytes(data[:_HEAD_BYTES]).removeprefix(b"\xef\xbb\xbf")
    for magic, label in _MAGIC:
        if head.startswith(magic):
            return label
    if _PICKLE.match(head):
        return "Python pickle"
    for pattern, label in _WORDS:
        if pattern.match(head):
            return label
    return None


def is_text(data: bytes) -> bool:
    """Tell whether the first kilobyte holds no control bytes, as text does."""
    return _TEXT.match(bytes(data[:_HEAD_BYTES])) is not None


def another_kind(seen: str) -> UnreadableFile:
    """Return the error for a file of a kind that holds no part."""
    return UnreadableFile(
        "file-type-unknown",
        f"The file is not a part that is read: it looks like a {seen}.",
        {"looks_like": seen},
    )
