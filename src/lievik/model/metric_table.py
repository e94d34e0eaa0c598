"""A table of results: one per metric, period and group, built when they are looked at, and ways to take them elsewhere.

Pure. Libraries for data frames are imported only when they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lievik.model.frames import as_floats, columns_of, html_table, library
from lievik.model.request import Filter
from lievik.model.result import MetricResult


@dataclass(frozen=True, kw_only=True)
class MetricTable:
    """One result per metric, period and group, in the order asked for.

    Attributes:
        dimensions: what the results are split by.
        sql: the statement they came from.
        filters: which rows alone were asked about, and may be seen.
        inferred: of an earlier day, how many deals' state on it nothing tells, and how many deals there were.
    """

    rows: Sequence[MetricResult]
    as_of: date
    dimensions: tuple[str, ...] = ()
    sql: str = ""
    inferred: tuple[int, int] = (0, 0)
    filters: tuple[Filter, ...] = ()

    def __iter__(self) -> Iterator[MetricResult]:
        """Go through the results in order."""
        return iter(self.rows)

    def __len__(self) -> int:
        """How many results there are."""
        return len(self.rows)

    def to_columns(self) -> dict[str, list[Any]]:
        """Name -> values, one per result; numbers are decimals, none where there is no answer."""
        return columns_of(self.rows, self.dimensions)

    def to_arrow(self) -> Any:  # noqa: ANN401 - pyarrow is no part of the core
        """A pyarrow table, one row per result, numbers as floats.

        Raises:
            MissingExtraError: pyarrow is not installed.
        """
        return library("pyarrow", "to_arrow").table(as_floats(self.to_columns()))

    def to_polars(self) -> Any:  # noqa: ANN401 - Polars is no part of the core
        """A Polars data frame, one row per result, numbers as floats.

        Raises:
            MissingExtraError: Polars is not installed.
        """
        return library("polars", "to_polars").DataFrame(as_floats(self.to_columns()), infer_schema_length=None)

    def to_pandas(self) -> Any:  # noqa: ANN401 - pandas is no part of the core
        """A pandas data frame, one row per result, numbers as floats.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        return library("pandas", "to_pandas").DataFrame(as_floats(self.to_columns()))

    def _repr_html_(self) -> str:
        """How a notebook shows the table."""
        return html_table(self.to_columns())
