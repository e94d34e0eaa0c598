"""Rows of a statement, found by period and group; groups carry the labels that people read.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lievik.model.evaluation import Column
from lievik.planner.plan import Plan

_EVER: Final = -1
"""Number that a scan over all time puts in place of a period's."""

Key = tuple[object, ...]


@dataclass(frozen=True)
class Group:
    """One group: its ids, and label by dimension; the undivided whole has neither."""

    key: Key
    is_total: bool
    labels: Mapping[str, str | None]


class Grid:
    """Cells by period, group and column.

    Attributes:
        groups: every group that has a row in any period, by label; then the whole where it is wanted, or alone.
    """

    def __init__(self, plan: Plan, columns: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
        self._places = {column: place for place, column in enumerate(columns)}
        keys = [key.name for key in plan.shape.keys]
        self._cells: dict[tuple[object, bool, Key], tuple[object, ...]] = {}
        self._ever: tuple[object, ...] | None = None
        self._columns: dict[tuple[str, tuple[int, ...]], Column] = {}
        self._rows: dict[tuple[int, ...], list[tuple[object, ...] | None]] = {}
        seen: dict[Key, dict[str, str | None]] = {}
        total_place = self._places.get("is_total")
        # a workspace without data has no statement run, and so no columns for keys
        period_place, key_places = self._places["period_no"], [self._places[name] for name in keys if columns[1:]]
        for row in rows:
            number = row[period_place]
            if number == _EVER:
                self._ever = row
                continue
            key = tuple([row[place] for place in key_places])
            is_total = total_place is not None and bool(row[total_place])
            self._cells[number, is_total, key] = row
            if not is_total and key not in seen:
                seen[key] = {name: self._label(name, row) for name in keys}
        whole = Group(key=(None,) * len(keys), is_total=plan.shape.has_totals, labels={})
        parts = _ordered(seen) if keys else []
        self.groups: tuple[Group, ...] = (*parts, whole) if plan.shape.has_totals or not parts else tuple(parts)

    def cell(self, number: int, group: Group, column: str) -> int | float | str | None:
        """What one column holds for a period and group; none where there is no row."""
        row = self._cells.get((number, group.is_total, group.key))
        return None if row is None else row[self._places[column]]  # type: ignore[return-value]

    def column(self, column: str, numbers: tuple[int, ...], empty: Decimal | None) -> Column:
        """What one column holds for each period and group, in that order; `empty` where it holds nothing."""
        cached = self._columns.get((column, numbers))
        if cached is None:
            place = self._places[column]
            cells = [None if row is None else row[place] for row in self._rows_of(numbers)]
            cached = [empty if cell is None else as_decimal(cell) for cell in cells]
            self._columns[column, numbers] = cached
        return cached

    def _rows_of(self, numbers: tuple[int, ...]) -> list[tuple[object, ...] | None]:
        """The row of each period and group, in that order; none where there is none."""
        if numbers not in self._rows:
            keys = [(group.is_total, group.key) for group in self.groups]
            self._rows[numbers] = [self._cells.get((number, *key)) for number in numbers for key in keys]
        return self._rows[numbers]

    def has(self, column: str) -> bool:
        """Whether the statement gave such a column."""
        return column in self._places

    def ever(self, column: str) -> int | float | str | None:
        """What a column over all time holds."""
        return None if self._ever is None else self._ever[self._places[column]]  # type: ignore[return-value]

    def _label(self, name: str, row: tuple[object, ...]) -> str | None:
        """Label of a key: its name, else the id itself; none for no key."""
        place = self._places.get(f"{name}_label")
        named = row[place] if place is not None else None
        key = row[self._places[name]]
        return None if key is None else str(named if named is not None else key)


def as_decimal(value: object) -> Decimal | None:
    """A database's number as a decimal; none for none."""
    if isinstance(value, int):
        return Decimal(value)
    if value is None or isinstance(value, Decimal):
        return value
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(str(value))


def _ordered(seen: Mapping[Key, dict[str, str | None]]) -> list[Group]:
    """Groups by label, those without a value last; equal labels of different ids are told apart by the id."""
    ids: dict[tuple[str, str | None], set[object]] = {}
    for key, labels in seen.items():
        for named, part in zip(labels.items(), key, strict=True):
            ids.setdefault(named, set()).add(part)
    groups = []
    for key, labels in seen.items():
        told = {
            name: f"{label} ({part})" if len(ids[name, label]) > 1 else label
            for (name, label), part in zip(labels.items(), key, strict=True)
        }
        groups.append(Group(key=key, is_total=False, labels=told))
    return sorted(groups, key=lambda group: [(label is None, label or "") for label in group.labels.values()])
