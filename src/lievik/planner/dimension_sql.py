"""How a table's rows reach a dimension: the joins on the way there, and the SQL of its key.

Pure. Every join looks an id up in a table where it is unique, so a row is never counted twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lievik.errors import UnknownNameError
from lievik.model.metric import Dimension
from lievik.model.request import Filter
from lievik.planner.plan import Restriction


@dataclass
class Joins:
    """Joins of one scan, each written once however many dimensions need it."""

    table: str
    day: str
    lines: list[str] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)

    def key_of(self, dimension: Dimension, *, is_needed: bool = False) -> str:
        """SQL of the dimension's key: an id where the way ends at a name, else the value itself.

        Args:
            dimension: which.
            is_needed: rows without the key are left out anyway, so a row is joined only where it finds something.
        """
        first, *steps = dimension.through[self.table].split(" > ")
        key = f"{self.table}.{first}"
        way = first
        for step in steps:
            place, _, column = step.rpartition(".")
            if column == "name":
                break
            alias = self._join(place, f"{way} > {place}", key, "JOIN" if is_needed else "LEFT JOIN")
            key, way = f"{alias}.{column}", f"{way} > {step}"
        return f"hash({key}) % {dimension.units}" if dimension.units else key

    def _join(self, place: str, way: str, key: str, join: str) -> str:
        """Join a table along a way, unless that was done before; give its alias."""
        if way in self.aliases:
            return self.aliases[way]
        alias = f"{place}_{len(self.aliases) + 1}"
        self.aliases[way] = alias
        condition = f"{alias}.id = {key}"
        if place == "membership":
            condition = " AND ".join((f"{alias}.rep_id = {key}", *_covers(alias, self.day)))
        self.lines.append(f"{join} {place} AS {alias} ON {condition}")
        return alias

    def narrow(self, key: str, condition: str) -> bool:
        """Put a condition into the join that a key comes from, if that leaves rows out; tell whether it does."""
        alias = key.partition(".")[0]
        for place, line in enumerate(self.lines):
            if line.startswith("JOIN ") and f" AS {alias} ON " in line:
                self.lines[place] = f"{line} AND {condition}"
                return True
        return False


def _covers(alias: str, day: str) -> tuple[str, str]:
    """Conditions that hold where a membership covers a day: plain comparisons, which a join can look up by.

    One without a beginning or an end lasts; where there is no day, only one without both counts.
    """
    first, beyond, last = "DATE '0001-01-01'", "DATE '9999-12-31'", "DATE '9999-12-30'"
    return (
        f"coalesce({alias}.starts_on, {first}) <= coalesce({day}, {first})",
        f"coalesce({day}, {last}) < coalesce({alias}.ends_on, {beyond})",
    )


def restriction_sql(restriction: Restriction, joins: Joins) -> str:
    """SQL that holds for rows whose dimension is one of the restriction's values, by label or by id.

    Empty where a join takes care of it: rows of the joined table are fewer, and so is what they find.
    """
    key = joins.key_of(restriction.dimension, is_needed=not restriction.has_none)
    options = []
    label_table = restriction.dimension.label_table
    if restriction.names and label_table and not restriction.are_ids:
        # one list of ids, as OR between two would keep the database from looking rows up by it
        named = ", ".join(f"${name}" for name in restriction.names)
        given = ", ".join(f"(${name})" for name in restriction.names)
        options.append(f"{key} IN (SELECT id FROM {label_table} WHERE name IN ({named}) UNION ALL VALUES {given})")
    elif restriction.names:
        # not IN: DuckDB plans a list of parameters twice
        options += [f"{key} = ${name}" for name in restriction.names]
    if restriction.has_none:
        options.append(f"{key} IS NULL")
    condition = f"({' OR '.join(options)})" if options else "FALSE"
    return "" if joins.narrow(key, condition) else condition


def values_sql(dimension: Dimension, tables: frozenset[str]) -> str:
    """SQL of the values that a dimension has, each with the key it stands for.

    Args:
        dimension: which; one with labels has every value twice, as a label and as an id.
        tables: tables that hold anything.
    """
    place = dimension.label_table
    selects = [f"SELECT name AS value, id FROM {place}", f"SELECT id AS value, id FROM {place}"] if place else []
    for table, way in dimension.through.items():
        place, _, column = way.rpartition(" > ")[2].rpartition(".")
        if column == "name":
            first, *rest = way.split(" > ")
            place, column = ("", first) if len(rest) == 1 else tuple(rest[-2].split("."))
        if (place or table) in tables:
            selects.append(f"SELECT DISTINCT {column} AS value, {column} AS id FROM {place or table}")
    joined = "\nUNION\n".join(dict.fromkeys(selects)) or "SELECT NULL AS value, NULL AS id"
    return f"SELECT value, id FROM (\n{joined}\n) AS found WHERE value IS NOT NULL ORDER BY value, id"


def labels_sql(dimension: Dimension, tables: frozenset[str], most: int) -> str:
    """SQL of what a dimension's values are called, in order: by their labels where there are any, else by themselves.

    Args:
        dimension: which.
        tables: tables that hold anything.
        most: so many at the most.
    """
    place = dimension.label_table
    if place in tables:
        return f"SELECT DISTINCT name FROM {place} WHERE name IS NOT NULL ORDER BY name LIMIT {most}"
    return f"SELECT DISTINCT value FROM ({values_sql(dimension, tables)}) AS found ORDER BY value LIMIT {most}"


def with_ids(found: Filter, values: Iterable[tuple[object, ...]]) -> Filter:
    """Give a filter the ids that its values stand for; one label may stand for several.

    Args:
        found: the filter.
        values: rows of `values_sql`.

    Raises:
        UnknownNameError: no row has a value of it.
    """
    ids: dict[str, list[str]] = {}
    for value, key in values:
        ids.setdefault(str(value), []).append(str(key))
    wanted = [value for value in found.values if value]
    for value in wanted:
        if value not in ids:
            raise UnknownNameError(found.dimension, value, ids)
    return replace(found, ids=tuple(dict.fromkeys(key for value in wanted for key in ids[value])))
