"""The lab's files, named by what is in them and by nothing else.

A file is written to a temporary name, synced, and renamed to its SHA-256; only then do rows speak
of it. A crash in between leaves an orphan that :func:`sweep <printlab.sweep.sweep>` removes, never
a row without its file. No name that a person chose reaches the file system.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

import fsspec
from fsspec.implementations.local import LocalFileSystem

from printlab.errors import NotFound, Unavailable

__all__ = ["Files"]

_SHA256 = re.compile(r"[0-9a-f]{64}")
_TEMPORARY = "incoming"


class Files:
    """A content-addressed store on any fsspec file system: a folder, or a bucket by URL."""

    def __init__(self, url: str) -> None:
        """Open the store at a folder or URL; folders are made when first needed."""
        try:
            file_system, root = fsspec.core.url_to_fs(url, auto_mkdir=True)
        except (ImportError, ValueError) as error:
            raise Unavailable(
                "files-unreachable", "PRINTLAB_FILES_URL names a storage that is not installed."
            ) from error
        self._file_system: Any = file_system
        self._root = str(root).rstrip("/")
        self._is_folder = isinstance(file_system, LocalFileSystem)

    def put(self, content: bytes) -> str:
        """Store bytes and return their SHA-256; storing the same again makes the file young.

        Rewriting a file that exists is on purpose: the sweeper goes by age, so a file that is
        about to be spoken of again must not look old.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        if self._is_folder:
            self._write_in_folder(content, Path(self._path(sha256)))
        else:
            self._file_system.pipe_file(self._path(sha256), content)
        return sha256

    def put_file(self, path: str | os.PathLike[str]) -> str:
        """Store the content of a file of our own (from a scratch folder); return its SHA-256."""
        return self.put(Path(path).read_bytes())

    def open(self, sha256: str) -> IO[bytes]:
        """Return a stream of a stored file; a name that is no SHA-256 is as good as missing."""
        try:
            return cast("IO[bytes]", self._file_system.open(self._path(sha256), "rb"))
        except FileNotFoundError as error:
            raise NotFound("file-missing", "This file is not in the lab's store.") from error

    def read(self, sha256: str) -> bytes:
        """Return the bytes of a stored file after checking that they are what they were."""
        with self.open(sha256) as stream:
            content = stream.read()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Unavailable("file-damaged", "A stored file is not what it was when it was put.")
        return content

    def exists(self, sha256: str) -> bool:
        """Return whether the store holds this file."""
        return bool(self._file_system.exists(self._path(sha256)))

    def local_path(self, sha256: str, folder: Path) -> Path:
        """Return a path on this disk for a child to read; when remote, a copy in ``folder``."""
        if self._is_folder:
            path = Path(self._path(sha256))
            if not path.is_file():
                raise NotFound("file-missing", "This file is not in the lab's store.")
            return path
        copy = folder / sha256
        copy.write_bytes(self.read(sha256))
        return copy

    def stored(self) -> Iterator[tuple[str, float]]:
        """Yield each stored file's SHA-256 with when it was last written (seconds since 1970)."""
        for path, modified_s in self._walk():
            name = path.rsplit("/", 1)[-1]
            if _SHA256.fullmatch(name):
                yield name, modified_s

    def temporary(self) -> Iterator[tuple[str, float]]:
        """Yield the path of each unfinished file with when it was last written."""
        for path, modified_s in self._walk():
            if f"/{_TEMPORARY}/" in path:
                yield path, modified_s

    def remove(self, sha256: str) -> None:
        """Remove a stored file; only the sweeper does."""
        self._file_system.rm_file(self._path(sha256))

    def remove_temporary(self, path: str) -> None:
        """Remove an unfinished file that :meth:`temporary` named; only the sweeper does."""
        self._file_system.rm_file(path)

    def modified_s(self, sha256: str) -> float:
        """Return when a stored file was last written, in seconds since 1970."""
        return float(self._file_system.modified(self._path(sha256)).timestamp())

    def _path(self, sha256: str) -> str:
        """Return where a file is; the only place that turns a name into a path."""
        if not _SHA256.fullmatch(sha256):
            raise NotFound("file-missing", "This file is not in the lab's store.")
        return f"{self._root}/{sha256[:2]}/{sha256}"

    def _write_in_folder(self, content: bytes, target: Path) -> None:
        """Write, sync, rename, and sync the folder's own entry."""
        temporary = Path(self._root) / _TEMPORARY / secrets.token_hex(16)
        temporary.parent.mkdir(parents=True, exist_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("xb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(target)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise Unavailable(
                "files-unwritable", "The lab's store cannot take this file (is the disk full?)."
            ) from error
        _sync_folder(target.parent)

    def _walk(self) -> Iterator[tuple[str, float]]:
        """Yield every file's path with its time of last writing."""
        self._file_system.invalidate_cache()
        found = self._file_system.find(self._root, detail=True)
        for path, detail in found.items():
            modified = detail.get("mtime", detail.get("LastModified", detail.get("created", 0.0)))
            yield (
                str(path),
                float(modified.timestamp() if hasattr(modified, "timestamp") else modified),
            )


def _sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut, where the system lets a folder be synced."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
