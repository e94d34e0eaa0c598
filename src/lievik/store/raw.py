"""What a run brought, untouched: raw/NNNNNN-source/ with gzipped files, the mapping and the receipt.

It is the truth that everything else can be rebuilt from, so nothing here is ever changed or removed.
"""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from lievik.errors import StoreError
from lievik.model.receipt import Receipt
from lievik.store.disk import put_in_place, sync_file, sync_folder
from lievik.store.folder import RAW

MAPPING: Final = "mapping.toml"
RECEIPT: Final = "receipt.json"

_BUILD: Final = ".build"
_UNFINISHED: Final = ".unfinished-"
_NAME: Final = re.compile(r"(?:\.unfinished-)?(\d{6})-.+")


def next_number(folder: Path) -> int:
    """Give the number of the next run; numbers of runs that never finished are not used again."""
    names = (_NAME.fullmatch(path.name) for path in (folder / RAW).iterdir())
    return max((int(name[1]) for name in names if name), default=0) + 1


def name_of(receipt: Receipt) -> str:
    """Name the folder of a run."""
    return f"{receipt.run:06}-{receipt.source}"


def build(folder: Path, files: Iterable[Path], mapping_text: str, receipt: Receipt) -> None:
    """Write everything that a run brought into a folder that has no name yet; it is whole on the disk after."""
    place = folder / RAW / _BUILD
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for file in files:
        _copy(file, place)
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


def receipts(folder: Path) -> tuple[Receipt, ...]:
    """Give the receipts of all runs, by number.

    Raises:
        StoreError: a receipt cannot be read.
    """
    paths = sorted(path for path in (folder / RAW).glob("[0-9]*-*") if _NAME.fullmatch(path.name))
    return tuple(_receipt(path / RECEIPT) for path in paths)


def _receipt(path: Path) -> Receipt:
    try:
        return Receipt.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"The receipt '{path}' cannot be read.", "Restore the raw folder from a backup.") from error


def _copy(file: Path, place: Path) -> None:
    """Copy a file, compressed; level 1 takes a fifth of the time of the usual one."""
    if file.name.casefold().endswith(".gz"):
        shutil.copyfile(file, place / file.name)
        return
    with (
        file.open("rb") as source,
        (place / f"{file.name}.gz").open("wb") as target,
        gzip.GzipFile(filename="", fileobj=target, mode="wb", compresslevel=1, mtime=0) as packed,
    ):
        shutil.copyfileobj(source, packed, 1 << 20)
