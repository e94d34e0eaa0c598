"""What a run brought, untouched: raw/NNNNNN-source/ with compressed files, the mapping and the receipt.

It is the truth that everything else can be rebuilt from, so what a file holds is never changed, but to forget a person.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from lievik.errors import FileFormatError, StoreError
from lievik.model.receipt import Receipt
from lievik.store.disk import put_in_place, sync_file, sync_folder
from lievik.store.folder import RAW

MAPPING: Final = "mapping.toml"
RECEIPT: Final = "receipt.json"

_BUILD: Final = ".build"
_UNFINISHED: Final = ".unfinished-"
_UNDONE: Final = ".undone-"
_NAME: Final = re.compile(r"(?:\.unfinished-|\.undone-)?(\d{6})-.+")
_COMPRESSED: Final = (".gz", ".zip", ".xlsx", ".xlsm", ".ods", ".parquet")
_CHUNK: Final = 1 << 20


def next_number(folder: Path) -> int:
    """Give the number of the next run; numbers of runs that never finished are not used again."""
    names = (_NAME.fullmatch(path.name) for path in (folder / RAW).iterdir())
    return max((int(name[1]) for name in names if name), default=0) + 1


def name_of(receipt: Receipt) -> str:
    """Name the folder of a run."""
    return f"{receipt.run:06}-{receipt.source}"


@contextmanager
def copying(folder: Path, files: Iterable[Path]) -> Iterator[Future[str]]:
    """Copy what a run brings into a folder that has no name yet, beside whatever else is done within.

    Yields:
        What will be the digest of all the files, in the order given.

    Raises:
        FileFormatError: a file changed while it was read.
    """
    place = folder / RAW / _BUILD
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    paths = tuple(files)
    before = [_stamp(path) for path in paths]
    with ThreadPoolExecutor(max_workers=1) as worker:
        copied = worker.submit(_copy_all, paths, place)
        yield copied
        copied.result()
    for path, stamp in zip(paths, before, strict=True):
        if _stamp(path) != stamp:
            raise FileFormatError(path.name, "changed while it was read", "Wait until it is whole, then import again.")


def write_down(folder: Path, mapping_text: str, receipt: Receipt) -> None:
    """Put mapping and receipt beside the copied files; everything is whole on the disk after."""
    place = folder / RAW / _BUILD
    (place / MAPPING).write_text(mapping_text, encoding="utf-8")
    (place / RECEIPT).write_text(receipt.to_json(), encoding="utf-8")
    for written in place.iterdir():
        sync_file(written)
    sync_folder(place)


def land(folder: Path, receipt: Receipt) -> None:
    """Give the folder that was built its name."""
    put_in_place(folder / RAW / _BUILD, folder / RAW / name_of(receipt))


def take_back(folder: Path, receipt: Receipt) -> None:
    """Take a folder's name away again; where that fails too, the next run puts it aside."""
    with suppress(OSError):
        (folder / RAW / name_of(receipt)).replace(folder / RAW / _BUILD)


def discard(folder: Path) -> None:
    """Remove the folder that was built, unnamed."""
    shutil.rmtree(folder / RAW / _BUILD, ignore_errors=True)


def set_aside(folder: Path, landed: Iterable[str]) -> None:
    """Put runs aside whose rows never came into use, as a killed writer leaves them; they are kept, hidden."""
    known = set(landed)
    for path in (folder / RAW).iterdir():
        if _NAME.fullmatch(path.name) and not path.name.startswith(".") and path.name not in known:
            put_in_place(path, path.with_name(_UNFINISHED + path.name))


def undo(folder: Path, name: str) -> None:
    """Hide the folder of a run that was taken back; it is kept."""
    put_in_place(folder / RAW / name, folder / RAW / (_UNDONE + name))


def names(folder: Path) -> tuple[str, ...]:
    """Name the folders of runs, by number; those that were undone or never finished are hidden."""
    return tuple(sorted(path.name for path in (folder / RAW).glob("[0-9]*-*") if _NAME.fullmatch(path.name)))


def files_of(folder: Path, name: str) -> tuple[Path, ...]:
    """Name the files that a run brought, as they are kept."""
    inside = (folder / RAW / name).iterdir()
    return tuple(
        sorted(path for path in inside if path.name not in {MAPPING, RECEIPT} and not path.name.startswith("."))
    )


def receipts(folder: Path) -> tuple[Receipt, ...]:
    """Give the receipts of all runs, by number.

    Raises:
        StoreError: a receipt cannot be read.
    """
    return tuple(receipt_of(folder, name) for name in names(folder))


def receipt_of(folder: Path, name: str) -> Receipt:
    """Give the receipt of one run.

    Raises:
        StoreError: it cannot be read.
    """
    return _receipt(folder / RAW / name / RECEIPT)


def _receipt(path: Path) -> Receipt:
    try:
        return Receipt.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"The receipt '{path}' cannot be read.", "Restore the raw folder from a backup.") from error


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def _copy_all(files: Iterable[Path], place: Path) -> str:
    """Copy files, and give the digest of their names and bytes."""
    digest = hashlib.blake2b(digest_size=20)
    for file in files:
        digest.update(f"{file.name}\0".encode())
        _copy(file, place, digest)
    return digest.hexdigest()


def _copy(file: Path, place: Path, digest: hashlib.blake2b) -> None:
    """Copy a file, compressed where it is not yet; level 1 takes a fifth of the time of the usual one."""
    is_compressed = file.name.casefold().endswith(_COMPRESSED)
    target = place / (file.name if is_compressed else f"{file.name}.gz")
    with file.open("rb") as source, target.open("wb") as kept:
        packed = (
            kept if is_compressed else gzip.GzipFile(filename="", fileobj=kept, mode="wb", compresslevel=1, mtime=0)
        )
        with packed:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                packed.write(chunk)
