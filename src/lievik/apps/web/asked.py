"""The address of a page ↔ what was asked: period, comparison, filters and the day that answers are as of.

Everything that a page shows follows from its address, so a link sent to a colleague shows the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from lievik.planner.request_words import Said

COMPARISONS: Final = ("previous", "year", "none")
"""What a page may compare with: the unit before, the same unit a year before, nothing."""

_TYPED: Final = "period_typed"
"""The field for a period that none of the choices is; what is typed there counts."""

_KEPT: Final = ("period", "compare", "as_of", "currency", "lang")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What stands in an address, read; empty where it says nothing.

    Attributes:
        where: (dimension, value) pairs to keep.
        more: what only one page understands, by name; `parts` of them stand in its path.
    """

    path: str = "/"
    period: str = ""
    compare: str = ""
    as_of: str = ""
    currency: str = ""
    lang: str = ""
    where: tuple[tuple[str, str], ...] = ()
    more: Mapping[str, tuple[str, ...]] | None = None
    parts: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The path as it stands in an address."""
        return quote(self.path)

    def one(self, name: str, default: str = "") -> str:
        """What the address says for a name that only one page understands."""
        return next((value for value in self.many(name) if value), default)

    def many(self, name: str) -> tuple[str, ...]:
        """Everything that the address says for such a name."""
        return (self.more or {}).get(name, ())

    @property
    def filters(self) -> dict[str, list[str]]:
        """Dimension -> the values to keep."""
        found: dict[str, list[str]] = {}
        for dimension, value in self.where:
            found.setdefault(dimension, []).append(value)
        return found

    @property
    def said(self) -> Said:
        """Period, filters and currency as a workspace's questions take them."""
        return {"period": self.period, "where": self.filters or None, "currency": self.currency}

    @property
    def compared(self) -> Said:
        """The same, with what to compare with."""
        return {**self.said, "compare": "" if self.compare == "none" else self.compare or "previous"}

    def split(self, by: str) -> Said:
        """Period, filters and currency, with what answers are split by; they are not where it is empty."""
        return {**self.said, "by": by}

    def href(self, path: str | None = None, **changes: object) -> str:
        """Address of a page that is asked the same, but for some changes; None takes something away.

        Args:
            path: of another page; what only this page understands is left behind then.
            changes: name -> value, or several values.
        """
        told = self._told(has_more=path is None)
        pairs = [(name, value) for name, value in told if value and name not in changes]
        for name, value in changes.items():
            pairs += [(name, str(each)) for each in _several(value) if each not in (None, "")]
        address = quote(path or self.path)
        return f"{address}?{urlencode(pairs)}" if pairs else address

    def hidden(self, *without: str) -> list[tuple[str, str]]:
        """Names and values that a form of this page has to carry along."""
        return [(name, value) for name, value in self._told(has_more=True) if value and name not in without]

    def _told(self, *, has_more: bool) -> list[tuple[str, str]]:
        """Everything that is asked, as pairs; what stands in the path left out."""
        told = [(name, getattr(self, name)) for name in _KEPT]
        told += [("where", f"{dimension}={value}") for dimension, value in self.where]
        more = (self.more or {}).items() if has_more else ()
        return told + [(name, value) for name, values in more if name not in self.parts for value in values]


def read_asked(path: str, pairs: Iterable[tuple[str, str]]) -> Asked:
    """Read an address; a filter without a dimension is passed over."""
    kept: dict[str, str] = {}
    where: list[tuple[str, str]] = []
    more: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        dimension, sign, wanted = value.partition("=")
        if name in _KEPT:
            kept[name] = value.strip()
        elif name == "where":
            where += [(dimension.strip(), wanted.strip())] if sign and dimension.strip() and wanted.strip() else []
        elif value:
            more[name] = (*more.get(name, ()), value)
    typed = more.pop(_TYPED, ())
    if typed:
        kept["period"] = typed[-1].strip()
    return Asked(
        path=path,
        period=kept.get("period", ""),
        compare=kept.get("compare", ""),
        as_of=kept.get("as_of", ""),
        currency=kept.get("currency", ""),
        lang=kept.get("lang", ""),
        where=tuple(dict.fromkeys(where)),
        more=more,
    )


def _several(value: object) -> Sequence[object]:
    return list(value) if isinstance(value, list | tuple) else [value]
