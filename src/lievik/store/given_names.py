"""A run's files as raw keeps them, and its receipt → the names that they were given by, in receipts written later.

Raw keeps `deals.csv` as `deals.csv.gz`; only the receipt knows which of the two came in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from lievik.model.receipt import FileReceipt, Receipt

_WITHIN: Final = " / "
_GZ: Final = ".gz"


def given_names(kept: Sequence[Path], before: Receipt) -> dict[str, str]:
    """Say what each kept file was called in a receipt: `deals.csv.gz` -> `january/deals.csv`."""
    told = [*(file.file for file in before.files), *before.files_not_mapped]
    given = {PurePosixPath(label).name: label for label in reversed([name.partition(_WITHIN)[0] for name in told])}
    return {path.name: given.get(path.name) or given.get(path.name.removesuffix(_GZ)) or path.name for path in kept}


def as_given(receipt: Receipt, before: Receipt, kept: Sequence[Path]) -> Receipt:
    """Give a receipt in which files are called as they were given.

    Args:
        receipt: of the files as they are kept.
        before: the run's receipt so far.
        kept: the files.
    """
    names = given_names(kept, before)
    unread = [_named(name, names) for name in receipt.files_not_mapped]
    # files that were in no mapping were not kept, so nothing tells of them but the receipt
    gone = [name for name in before.files_not_mapped if name.partition(_WITHIN)[0] not in names.values()]
    return replace(
        receipt,
        files=tuple(_file(file, names) for file in receipt.files),
        files_not_mapped=tuple(sorted({*unread, *gone})),
    )


def _named(label: str, names: Mapping[str, str]) -> str:
    name, sign, rest = label.partition(_WITHIN)
    return f"{names.get(name, name)}{sign}{rest}"


def _file(file: FileReceipt, names: Mapping[str, str]) -> FileReceipt:
    rejects = tuple(replace(reject, reason=_reason(reject.reason, names)) for reject in file.rejects)
    return replace(file, file=_named(file.file, names), rejects=rejects)


def _reason(reason: str, names: Mapping[str, str]) -> str:
    """Name files within a reason, which says them in quotation marks, as they were given."""
    for kept, given in names.items():
        for end in ("'", _WITHIN):
            reason = reason.replace(f"'{kept}{end}", f"'{given}{end}")
    return reason
