"""A folder of real files and their mapping in, a workspace that holds them out, with the receipt of the import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from lievik.model.receipt import FileReceipt, Receipt
from lievik.model.result import MetricResult
from lievik.workspace import Workspace

MAPPINGS = Path(__file__).parent
"""Mapping files of the real data, by its name."""


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A workspace with the receipt of what was brought into it."""

    workspace: Workspace
    receipt: Receipt

    def brought(self, file: str, table: str) -> FileReceipt:
        """Give the receipt of one file for one table."""
        (found,) = [part for part in self.receipt.files if (part.file, part.table) == (file, table)]
        return found

    def kept(self) -> dict[str, tuple[str, int, int]]:
        """Give every file's table, rows read and rows kept."""
        return {part.file: (part.table, part.rows_read, part.rows_kept) for part in self.receipt.files}

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the database."""
        assert self.workspace.engine is not None
        return self.workspace.engine.fetch(sql, {})[1]


@dataclass(frozen=True, kw_only=True)
class Company:
    """What is agreed on before anything is brought in.

    Attributes:
        settings: text of lievik.toml -> what stands in its place.
        definitions: path below definitions/ -> text.
    """

    as_of: date
    currency: str
    settings: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)


def filled_workspace(folder: Path, files: Sequence[Path], mapping: str, company: Company) -> Filled:
    """Make a workspace and bring files into it, the day after they were written."""
    Workspace.create(folder, today=company.as_of, currency=company.currency, as_of=company.as_of)
    path = folder / "lievik.toml"
    text = path.read_text(encoding="utf-8")
    for before, after in company.settings.items():
        assert before in text
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")
    for name, definition in company.definitions.items():
        target = folder / "definitions" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(definition, encoding="utf-8")
    workspace = Workspace.open(folder, today=company.as_of)
    now = datetime.combine(company.as_of + timedelta(days=1), time(), UTC)
    receipt = workspace.import_files(files, mapping=MAPPINGS / f"{mapping}.toml", now=now)
    return Filled(workspace=workspace, receipt=receipt)


def utc(value: object) -> datetime | None:
    """A moment of the database, which are UTC and do not say so."""
    assert value is None or isinstance(value, datetime)
    return None if value is None else value.replace(tzinfo=UTC)


def number(value: object) -> float | None:
    """A value as a plain number; none for none."""
    return None if value is None else float(str(value))


def by_group(results: Sequence[MetricResult], dimension: str) -> dict[str, MetricResult]:
    """Give results by the label of their group; no two may have the same."""
    found = {str(result.group[dimension]): result for result in results}
    assert len(found) == len(results)
    return found
