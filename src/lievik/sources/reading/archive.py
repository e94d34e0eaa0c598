"""Paths of files, folders and zips → the files in them, each with its name, and what was passed over.

A zip is only listed; a member is unpacked when it is wanted. What could write outside, or fill the disk, is refused.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Final

from lievik.errors import FileFormatError
from lievik.sources.reading.file_bytes import CHUNK, refuse_swollen, told, unpacked, without_gz, zip_told
from lievik.sources.reading.sheet import UnreadFile

_MOST_MEMBERS: Final = 10_000
_READ_IN_PLACE: Final = (".csv", ".txt", ".tsv")
_WORKSPACE: Final = "lievik.toml"
_OF_A_WORKSPACE: Final = frozenset({_WORKSPACE, "data", "definitions", "ledger.db", "lock", "mappings", "raw"})
"""What Lievik itself keeps in a folder that is a workspace."""

_NOT_SAFE: Final = "Unpack it yourself, look at it, and import the files."


@dataclass(frozen=True, kw_only=True)
class FoundFile:
    """A file that was found.

    Attributes:
        path: the file itself, or the zip that it is in.
        label: what people know it by: `deals.csv`, `january/deals.csv`, `export.zip / deals.csv`.
        member: its name in the zip; empty for a file of its own.
    """

    path: Path
    label: str
    member: str = ""

    @property
    def name(self) -> str:
        """Its base name, without `.gz`: what mappings speak of."""
        return without_gz(PurePosixPath(self.member).name if self.member else self.path.name)

    def at_hand(self, scratch: Path) -> Path:
        """Give a path that it can be read from; it is unpacked into the scratch folder where that is needed.

        Args:
            scratch: a folder of this file's own.

        Raises:
            FileFormatError: it is damaged.
        """
        path = self._extracted(scratch) if self.member else self.path
        if path.name == self.name or self.name.casefold().endswith(_READ_IN_PLACE):
            return path
        with told(self.label):
            return unpacked(path, self.label, scratch / self.name)

    def _extracted(self, scratch: Path) -> Path:
        target = scratch / PurePosixPath(self.member).name
        with (
            told(self.label),
            zip_told(self.label, "zip"),
            zipfile.ZipFile(self.path) as archive,
            archive.open(self.member) as member,
            target.open("wb") as file,
        ):
            while chunk := member.read(CHUNK):
                file.write(chunk)
        return target


@dataclass(frozen=True, kw_only=True)
class Found:
    """What some paths hold, by name."""

    files: tuple[FoundFile, ...]
    unread: tuple[UnreadFile, ...]


def find_files(paths: Sequence[Path]) -> Found:
    """Look for files: those named, those in folders (one below is looked into as well), those in zips.

    Raises:
        FileFormatError: a path is not there or is no file, or a zip that was named cannot be taken.
    """
    found = [one for path in paths for one in _at(path)]
    files = sorted((one for one in found if isinstance(one, FoundFile)), key=lambda file: (file.name, file.label))
    unread = sorted((one for one in found if isinstance(one, UnreadFile)), key=lambda file: file.name)
    return Found(files=tuple(files), unread=tuple(unread))


def _at(path: Path) -> Iterator[FoundFile | UnreadFile]:
    """Look at a path that was named."""
    with told(str(path)):
        mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        with told(str(path)):
            yield from _in_folder(path, path.resolve(), "", is_below=False)
    elif not stat.S_ISREG(mode):
        raise FileFormatError(path.name, "is not a plain file", "Name a file, a folder or a zip.")
    elif _is_zip(path.name):
        yield from _in_zip(path, path.name)
    else:
        yield FoundFile(path=path, label=path.name)


def _in_folder(folder: Path, root: Path, above: str, *, is_below: bool) -> Iterator[FoundFile | UnreadFile]:
    """Look at what is in a folder; nothing in it ends the search."""
    own = _OF_A_WORKSPACE if (folder / _WORKSPACE).is_file() else frozenset()
    for path in folder.iterdir():
        if path.name in own:
            continue
        label = f"{above}{path.name}"
        if reason := _reason(path, root, is_below=is_below):
            yield UnreadFile(name=label, reason=reason)
        elif path.is_dir():
            yield from _in_folder(path, root, f"{label}/", is_below=True)
        elif _is_zip(path.name):
            try:
                yield from list(_in_zip(path, label))
            except FileFormatError as error:
                yield UnreadFile(name=label, reason=error.reason, fix=error.fix)
        else:
            yield FoundFile(path=path, label=label)


def _reason(path: Path, root: Path, *, is_below: bool) -> str:
    """Say why something in a folder is passed over; empty where it is not."""
    if path.name.startswith("."):
        return "is hidden"
    if path.is_symlink() and not path.resolve().is_relative_to(root):
        return "points out of its folder"
    if path.is_dir():
        return "lies too deep in its folder" if is_below else ""
    return "" if path.is_file() else "is not a plain file"


def _is_zip(name: str) -> bool:
    return name.casefold().endswith(".zip")


def _in_zip(path: Path, label: str) -> Iterator[FoundFile | UnreadFile]:
    """List what is in a zip.

    Raises:
        FileFormatError: it is damaged, encrypted, or could do harm.
    """
    with told(label), zip_told(label, "zip"), zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        _refuse_harm(path, label, members)
    for member in members:
        shown = f"{label} / {member.filename}"
        name = PurePosixPath(member.filename)
        if any(part.startswith((".", "__MACOSX")) for part in name.parts):
            yield UnreadFile(name=shown, reason="is hidden")
        elif _is_zip(name.name):
            yield UnreadFile(name=shown, reason="is a zip in a zip", fix="Unpack it, and import what is in it.")
        else:
            yield FoundFile(path=path, label=shown, member=member.filename)


def _refuse_harm(path: Path, label: str, members: Iterable[zipfile.ZipInfo]) -> None:
    """Refuse a zip that is encrypted, unpacks to far too much, or reaches outside of itself."""
    listed = list(members)
    if len(listed) > _MOST_MEMBERS:
        raise FileFormatError(label, "holds more than 10,000 files", _NOT_SAFE)
    refuse_swollen(label, path.stat().st_size, sum(member.file_size for member in listed))
    for member in listed:
        name = member.filename
        if ".." in PurePosixPath(name).parts or ".." in PureWindowsPath(name).parts or _is_absolute(name):
            raise FileFormatError(label, f"holds '{name}', which reaches out of it", _NOT_SAFE)
        if stat.S_ISLNK(member.external_attr >> 16):
            raise FileFormatError(label, f"holds '{name}', which is a link", _NOT_SAFE)
        if member.flag_bits & 1:
            raise FileFormatError(label, "is protected by a password", "Unpack it, and import what is in it.")


def _is_absolute(name: str) -> bool:
    return PurePosixPath(name).is_absolute() or bool(PureWindowsPath(name).anchor)
