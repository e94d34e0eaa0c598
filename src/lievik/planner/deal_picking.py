"""Filters and dimensions of a question → the joins, conditions and keys that pick deals for it.

Pure. The deals are rows of whatever stands as `deal` in the statement, each as it was last known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lievik.catalogue.catalogue import Catalogue
from lievik.errors import DimensionError
from lievik.model.metric import Dimension
from lievik.model.request import Filter, MetricRequest
from lievik.planner.dimension_sql import Joins, restriction_sql
from lievik.planner.plan import Restriction


@dataclass(frozen=True, kw_only=True)
class Picking:
    """What picks rows of a table.

    Attributes:
        columns: of the table that it reads.
        joins: lines of SQL after FROM.
        where: conditions.
        key: SQL of what rows are split by; empty where they are not.
        label_table: table whose names label the key; empty where it labels itself.
        values: bound in it.
    """

    columns: tuple[str, ...]
    joins: tuple[str, ...]
    where: tuple[str, ...]
    key: str
    label_table: str
    values: dict[str, object]


def picking(request: MetricRequest, catalogue: Catalogue, table: str, *, day: str, asker: str) -> Picking:
    """Work out how rows of a table are picked and split.

    Args:
        request: its filters, its scope, and its first dimension.
        catalogue: knows the dimensions.
        table: `deal` or `lead`.
        day: SQL of the day by which a row belongs to a team.
        asker: what is said to have no such dimension, where the table does not know one.

    Raises:
        UnknownNameError: there is no such dimension.
        DimensionError: the table cannot be split or filtered that way.
    """
    filters = (*request.filters, *(request.scope or ()))
    by = [catalogue.dimension(name) for name in request.dimensions[:1]]
    named = [catalogue.dimension(found.dimension) for found in filters]
    _refuse_unknown([*by, *named], catalogue, table, asker)
    joins, values = Joins(table=table, day=day), dict[str, object]()
    restrictions = [_restriction(found, number, catalogue, values) for number, found in enumerate(filters)]
    where = [sql for restriction in restrictions if (sql := restriction_sql(restriction, joins))]
    key = joins.key_of(by[0]) if by else ""
    return Picking(
        columns=tuple(dict.fromkeys(found.through[table].split(" > ")[0] for found in (*by, *named))),
        joins=tuple(joins.lines),
        where=tuple(where),
        key=key,
        label_table=by[0].label_table if by else "",
        values=values,
    )


def knows_all(request: MetricRequest, catalogue: Catalogue, table: str) -> bool:
    """Whether a table knows every dimension that a question filters and splits by."""
    names = [*request.dimensions[:1], *(found.dimension for found in (*request.filters, *(request.scope or ())))]
    return all(table in catalogue.dimension(name).through for name in names)


def _refuse_unknown(found: Iterable[Dimension], catalogue: Catalogue, table: str, asker: str) -> None:
    for dimension in found:
        if table not in dimension.through:
            possible = [name for name, known in catalogue.dimensions.items() if table in known.through]
            raise DimensionError(asker, dimension.name, table, possible)


def _restriction(found: Filter, number: int, catalogue: Catalogue, values: dict[str, object]) -> Restriction:
    """Bind a filter's values, or the ids they stand for."""
    said = tuple(value for value in found.values if value)
    bound: Sequence[str] = said if found.ids is None else found.ids
    names = tuple(f"filter_{number}_{place}" for place in range(len(bound)))
    values |= dict(zip(names, bound, strict=True))
    return Restriction(
        dimension=catalogue.dimension(found.dimension),
        names=names,
        has_none="" in found.values,
        are_ids=found.ids is not None,
        said=said,
    )
