"""A path → the bytes in it, plain or out of gzip, and whether it is still the file that it was.

Whatever the disk or gzip has against a file ends here in a sentence.
"""

from __future__ import annotations

import errno
import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from lievik.errors import FileFormatError, LievikError, StoreError

CHUNK: Final = 1 << 20
"""Bytes that are held at a time."""

ROOM: Final = 2 << 30
"""Bytes that an archive may unpack to."""

_SWELL: Final = 200
_SWELL_FROM: Final = 100 << 20
GET_AGAIN: Final = "Get the file again, then import it."
"""What to do about a file that is damaged."""
_TROUBLES: Final[Mapping[type[Exception], tuple[str, str]]] = {
    FileNotFoundError: ("is not there", "Check the path, then import again."),
    PermissionError: ("may not be read", "Ask for the right to read it."),
    IsADirectoryError: ("is a folder", "Name the files in it."),
    gzip.BadGzipFile: ("is not a whole gzip file, as its name says", GET_AGAIN),
    EOFError: ("is truncated: its compressed data break off", GET_AGAIN),
    zlib.error: ("is damaged: its compressed data do not add up", GET_AGAIN),
}


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What tells that a file was not written to."""

    size: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> Self:
        """Take the stamp of a file.

        Raises:
            OSError: it cannot be looked at.
        """
        found = path.stat()
        return cls(size=found.st_size, changed=found.st_mtime_ns)

    def check(self, path: Path, label: str) -> None:
        """Refuse a file that is no longer what it was.

        Raises:
            FileFormatError: it changed.
        """
        with told(label):
            if Stamp.of(path) != self:
                raise FileFormatError(label, "changed while it was read", "Wait until it is whole, then import again.")


@contextmanager
def told(label: str) -> Iterator[None]:
    """Say in a sentence what the disk or an archive has against a file."""
    try:
        yield
    except (OSError, EOFError, zlib.error) as error:
        raise _sentence(label, error) from error


@contextmanager
def zip_told(label: str, kind: str) -> Iterator[None]:
    """Say in a sentence that something is no whole zip, or no whole file of a kind that is a zip."""
    try:
        yield
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, KeyError, struct.error) as error:
        raise FileFormatError(label, f"is not a whole {kind}, as its name says", GET_AGAIN) from error


def is_gzip(path: Path) -> bool:
    """Whether a file says by its name that it is gzipped."""
    return path.name.casefold().endswith(".gz")


def without_gz(name: str) -> str:
    """Give a file's name without `.gz`."""
    return name[:-3] if name.casefold().endswith(".gz") else name


def bytes_of(path: Path) -> gzip.GzipFile | io.BufferedReader:
    """Open a file for its bytes; a gzipped one gives what is in it."""
    return gzip.open(path, "rb") if is_gzip(path) else path.open("rb")


def refuse_swollen(label: str, packed: int, unpacked: int) -> None:
    """Refuse what unpacks to far more than files of an office ever do.

    Raises:
        FileFormatError: more than 2 GiB, or more than 100 MiB and 200 times its size.
    """
    if unpacked > ROOM or (unpacked > _SWELL_FROM and unpacked > _SWELL * packed):
        raise FileFormatError(
            label, "unpacks to far more than its size allows", "Unpack it yourself, look at it, and import the files."
        )


def unpacked(path: Path, label: str, target: Path) -> Path:
    """Write what is in a gzipped file to another; give that one.

    Raises:
        FileFormatError: it is damaged, or unpacks to too much.
    """
    packed, size = path.stat().st_size, 0
    with told(label), bytes_of(path) as source, target.open("wb") as written:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            refuse_swollen(label, packed, size)
            written.write(chunk)
    return target


def _sentence(label: str, error: OSError | EOFError | zlib.error) -> LievikError:
    for kind, (reason, fix) in _TROUBLES.items():
        if isinstance(error, kind):
            return FileFormatError(label, reason, fix)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return StoreError(f"No room is left to unpack '{label}'.", "Free some room for temporary files.")
    return FileFormatError(label, f"cannot be read: {getattr(error, 'strerror', None) or error}", GET_AGAIN)
