"""From a plan to one SQL statement: a commented CTE per scan, stacked with UNION ALL, brought together once.

Pure. The text depends on the plan's shape alone and is cached by it; a full join would split the group without a key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from textwrap import wrap

from lievik.planner.plan import Plan, Scan, Shape, Use
from lievik.planner.row_sql import read_aggregate
from lievik.planner.scan_sql import roll_up_of, scan_lines, with_intervals
from lievik.planner.statement import Statement, bound_names, period_lines
from lievik.planner.states_read import read_states


def compile_plan(plan: Plan) -> Statement:
    """Write a plan as one statement."""
    sql, names = _text(plan.shape)
    return Statement(sql=read_states(sql, plan.facts), values={name: plan.values[name] for name in names})


@lru_cache(maxsize=256)
def _text(shape: Shape) -> tuple[str, tuple[str, ...]]:
    """Write the text of a shape, and name what has to be bound in it."""
    sql = "\n".join(_lines(shape))
    return sql, bound_names(sql)


def _lines(shape: Shape) -> list[str]:
    """Write the statement line by line."""
    if not shape.scans:
        nothing = ", ".join(f"NULL AS {name}" for name in ("period_no", *(key.name for key in shape.keys)))
        return ["-- nothing that was asked for can be computed", f"SELECT {nothing} WHERE FALSE"]
    named = _named(_apart(shape))
    ctes = []
    if any(not scan.is_indexed and scan.measure.reach != "all" for scan in shape.scans):
        ctes.append(period_lines(shape.period_count))
    for name, scan in named.items():
        body = _scan_body(scan, shape)
        ctes.append([f"-- {_told(scan)}", f"{name} AS (", *(f"  {line}" for line in body), ")"])
    ctes.append(["-- one row per period and group", *_together(named, shape)])
    lines = ["WITH"]
    for position, cte in enumerate(ctes):
        lines += [*cte[:-1], cte[-1] + ("," if position < len(ctes) - 1 else "")]
    return [*lines, *_final(shape)]


def _scan_body(scan: Scan, shape: Shape) -> list[str]:
    """Write one scan, with a row for the undivided whole where totals are wanted."""
    if _is_simple(scan) or not (shape.has_totals and scan.keys):
        return _plain_body(scan, shape, has_totals=shape.has_totals and not _rolls_up(scan))
    # Where rows stand for the whole, or are brought together first, the whole is read anew: it is no sum of its parts.
    whole = replace(scan, keys=(), is_split=bool(scan.restrictions))
    columns = ", ".join(_scan_columns(scan))
    keys = [key.name for key in scan.keys]
    parts = f"SELECT period_no, {', '.join(keys)}, FALSE AS is_total, {columns} FROM ("
    total = f"SELECT period_no, {', '.join(f'NULL AS {key}' for key in keys)}, TRUE AS is_total, {columns} FROM ("
    lines = [parts, *_indented(_plain_body(scan, shape, has_totals=False)), ") AS parts", "UNION ALL"]
    return [*lines, total, *_indented(_plain_body(whole, shape, has_totals=False)), ") AS whole"]


def _plain_body(scan: Scan, shape: Shape, *, has_totals: bool) -> list[str]:
    """Write one scan; lengths of relationships have a statement of their own kind."""
    if _is_lifetime(scan):
        from lievik.planner.lifetime_sql import lifetime_lines

        return lifetime_lines(scan, shape.index)
    return with_intervals(scan_lines(scan, shape.index, has_totals=has_totals), scan)


def _apart(shape: Shape) -> tuple[Scan, ...]:
    """Set apart, where totals are wanted, what only rows can tell of the whole (medians) from what groups add up to."""
    if not (shape.has_totals and shape.keys):
        return shape.scans
    scans: list[Scan] = []
    for scan in shape.scans:
        summed = tuple(use for use in scan.uses if roll_up_of(use))
        others = tuple(use for use in scan.uses if not roll_up_of(use))
        if _is_simple(scan) and scan.keys and summed and others:
            scans.append(replace(scan, uses=summed))
            scans.append(replace(scan, uses=others, tallies=(), is_apart=True))
        else:
            scans.append(scan)
    return tuple(scans)


def _is_simple(scan: Scan) -> bool:
    """Whether the undivided whole is made of the very rows that the groups are made of."""
    return not (scan.measure.per or scan.measure.whole or _is_lifetime(scan))


def _rolls_up(scan: Scan) -> bool:
    """Whether the whole can be made out of the groups."""
    return _is_simple(scan) and bool(scan.keys) and all(roll_up_of(use) for use in scan.uses)


def _is_lifetime(scan: Scan) -> bool:
    """Whether a scan works out lengths of relationships."""
    return read_aggregate(scan.measure.value).kind == "lifetime"


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _named(scans: tuple[Scan, ...]) -> dict[str, Scan]:
    """Name every scan after its table and date."""
    named: dict[str, Scan] = {}
    for scan in scans:
        measure = scan.measure
        when = measure.dated_by or f"{measure.stock}_of_period"
        base = f"{measure.table}_by_{when}" + (f"_per_{measure.per}" if measure.per else "")
        name, number = base, 2
        while name in named:
            name, number = f"{base}_{number}", number + 1
        named[name] = scan
    return named


def _told(scan: Scan) -> str:
    """One line on what a scan reads, for the reader of the SQL."""
    measure = scan.measure
    when = f"by {measure.dated_by}" if measure.dated_by else f"{measure.stock} of the period"
    reach = {"12 months": ", reaching 12 months back", "ever": ", from the beginning", "all": ", over all time"}
    columns = ", ".join(use.column for use in scan.uses)
    return f"{measure.table}, {when}{reach.get(measure.reach, '')}: {columns}"


def use_columns(use: Use) -> list[str]:
    """Every column that a use brings into the answer."""
    interval = [f"{use.column}_low", f"{use.column}_high"] if use.has_interval else []
    return [use.column, *interval]


def _measure_columns(shape: Shape) -> list[str]:
    return [column for scan in shape.scans for column in _scan_columns(scan)]


def _scan_columns(scan: Scan) -> list[str]:
    """Every column that a scan brings into the answer."""
    return [*(column for use in scan.uses for column in use_columns(use)), *(tally.column for tally in scan.tallies)]


def _together(named: Mapping[str, Scan], shape: Shape) -> list[str]:
    """Stack the scans and bring each period and group together in one row."""
    keys = ["period_no", *(key.name for key in shape.keys), *(["is_total"] if shape.has_totals else [])]
    columns = _measure_columns(shape)
    stacked = []
    for name, scan in named.items():
        own = set(_scan_columns(scan))
        has_keys = scan.measure.reach != "all"
        rolls_up = shape.has_totals and _rolls_up(scan)
        selected = [key if key == "period_no" or has_keys else _no_key(key) for key in keys]
        if rolls_up:
            selected[-1] = "FALSE AS is_total"
        selected += [column if column in own else f"NULL AS {column}" for column in columns]
        stacked.append(f"SELECT {', '.join(selected)} FROM {name}")
        if rolls_up:
            stacked.append(_rolled_up(name, scan, keys, columns))
    if len(stacked) == 1:
        return ["together AS (", *_wrapped(stacked[0], 2), ")"]
    lines = ["together AS (", *_wrapped(f"SELECT {', '.join([*keys, *(f'max({c}) AS {c}' for c in columns)])}", 2)]
    lines.append("  FROM (")
    for position, select in enumerate(stacked):
        lines += (["    UNION ALL"] if position else []) + _wrapped(select, 4)
    return [*lines, "  ) AS stacked", f"  GROUP BY {', '.join(keys)}", ")"]


def _rolled_up(name: str, scan: Scan, keys: list[str], columns: list[str]) -> str:
    """Select the whole of a scan out of its groups."""
    made = {tally.column: f"CAST(sum({tally.column}) AS BIGINT)" for tally in scan.tallies}
    made |= {use.column: roll_up_of(use) for use in scan.uses}
    selected = ["period_no", *(f"NULL AS {key}" for key in keys[1:-1]), "TRUE AS is_total"]
    selected += [f"{made.get(column, 'NULL')} AS {column}" for column in columns]
    return f"SELECT {', '.join(selected)} FROM {name} GROUP BY period_no"


def _wrapped(line: str, indent: int) -> list[str]:
    """Break a long line between words, so that a statement can be read."""
    margin = " " * indent
    return wrap(line, 118, initial_indent=margin, subsequent_indent=f"{margin}       ", break_long_words=False)


def _no_key(key: str) -> str:
    """What stands for a key that a scan over all time does not have."""
    return "FALSE AS is_total" if key == "is_total" else f"NULL AS {key}"


def _final(shape: Shape) -> list[str]:
    """Select the answer, ids with their labels; its rows are looked up by their keys, so their order is left open."""
    labelled = [key for key in shape.keys if key.label_table]
    selected = ["together.*", *(f"{key.name}_named.name AS {key.name}_label" for key in labelled)]
    joins = [
        f"LEFT JOIN {key.label_table} AS {key.name}_named ON {key.name}_named.id = together.{key.name}"
        for key in labelled
    ]
    return [f"SELECT {', '.join(selected)}", "FROM together", *joins]
