"""One scan as SQL: which rows of a table are read, in which period each counts, and what is added up.

Pure. A scan becomes one commented CTE with a row per period and group; `drill_sql` lists the rows behind the same scan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lievik.model.metric import Exclusion, Measure
from lievik.planner.conversion_sql import convert_money
from lievik.planner.dimension_sql import Joins, restriction_sql
from lievik.planner.plan import PeriodIndex, Scan, Tally, Use
from lievik.planner.reason_sql import Chain, number_reasons
from lievik.planner.row_sql import Aggregate, columns_of, negated, parameters_of, qualified, read_aggregate

NO_RATE: Final = "no_rate"
"""Name of the reason that leaves out money whose rate is not known."""

_MIDDLE: Final = "0.98"
"""Half of 1.96: ranks of the order-statistic interval of a median stand (n + 1) / 2 -+ 0.98 * sqrt(n)."""

_FEWEST_FOR_INTERVAL: Final = 6
"""Below six rows no two of them bracket the median with 95 %."""

_ROLL_UPS: Final = {"count": "CAST(sum({}) AS BIGINT)", "sum": "sum({})", "max": "max({})", "min": "min({})"}
"""Aggregate of rows -> of groups; the sum of counts would else be of a type that takes long to read."""

Numbers = Mapping[Chain, str]
"""Chain of reasons -> column that tells the first that holds."""

_NO_NUMBERS: Final[Numbers] = MappingProxyType({})


@dataclass(frozen=True)
class ScanSource:
    """Where a scan reads from, shared by its sums and by the rows behind them.

    Attributes:
        from_lines: FROM and its joins.
        where: conditions on rows.
        period: SQL of the period's number.
        keys: SQL of each dimension's key.
        replaced: column -> SQL that stands for it, where money is converted.
        overlap: days of the period that a row lasted, SQL; empty where rows do not last.
        days: days of the period, SQL.
    """

    from_lines: tuple[str, ...]
    where: tuple[str, ...]
    period: str
    keys: tuple[str, ...]
    replaced: tuple[tuple[str, str], ...]
    overlap: str
    days: str


def scan_source(scan: Scan, index: PeriodIndex | None) -> ScanSource:
    """Work out where a scan reads from."""
    measure = scan.measure
    joins = Joins(table=measure.table, day=_membership_day(measure))
    # restrictions come first: what they join has to be there, and keys on the same way find it joined
    where = [sql for restriction in scan.restrictions if (sql := restriction_sql(restriction, joins))]
    keys = tuple(joins.key_of(key) for key in scan.keys)
    replaced = convert_money(scan, joins)
    where += [_piece(sql, scan, ()) for sql in (measure.base_where, _part(scan)) if sql]
    if measure.per:
        where.append(f"{measure.table}.{measure.per} IS NOT NULL")
        conditions = [found for use in scan.uses for found in _of_rows(use) if found.name != NO_RATE]
        where += [negated(_condition(found, scan, replaced)) for found in conditions]
    period, period_where, period_join = _period(scan, index)
    start = _window_start(measure)
    return ScanSource(
        from_lines=(f"FROM {measure.table}", *period_join, *joins.lines),
        where=tuple(dict.fromkeys((*period_where, *where))),
        period=period,
        keys=keys,
        replaced=replaced,
        overlap=_overlap(measure, start) if measure.stock == "mean" else "",
        days="period.year_days" if measure.reach == "12 months" else "period.days",
    )


def _membership_day(measure: Measure) -> str:
    """SQL of the day by which a row belongs to a team; a month belongs where its last day does.

    A row that lasts belongs where the day that it is looked at does, else the last day of the period.
    """
    if measure.span is not None and not measure.dated_by:
        looked_at = {"start": _window_start(measure), "week_3": "(period.week_3_on - 1)"}
        return looked_at.get(measure.stock or "", "(period.known_until - 1)")
    day = f"{measure.table}.{measure.dated_by}"
    return f"(CAST({day} + INTERVAL 1 MONTH AS DATE) - 1)" if measure.is_monthly else day


def scan_lines(scan: Scan, index: PeriodIndex | None, *, has_totals: bool) -> list[str]:
    """Write a scan as the lines of one SELECT: period_no, the keys, then a column per measure and per reason."""
    source = scan_source(scan, index)
    names = [key.name for key in scan.keys]
    grouped = [
        f"{source.period} AS period_no",
        *(f"{sql} AS {name}" for sql, name in zip(source.keys, names, strict=True)),
    ]
    if scan.measure.per:
        return _per_lines(scan, source, grouped, names)
    looking = (*scan.uses, *(use for tally in scan.tallies for use in tally.uses[:1]))
    reasons = number_reasons(scan.measure.table, (_chain(use, scan) for use in looking))
    belongs = {use: belongs_sql(use, scan, source.replaced, reasons.columns) for use in scan.uses}
    shared = {sql for sql in belongs.values() if sql} if scan.is_apart and len(set(belongs.values())) == 1 else set()
    columns = [line for use in scan.uses for line in _columns(use, scan, source, "" if shared else belongs[use])]
    columns += [_tally_column(tally, scan, source, reasons.columns) for tally in scan.tallies]
    selected = [*grouped, *_total_mark(names, source.keys, has_totals=has_totals), *dict.fromkeys(columns)]
    lines = ["SELECT " + ",\n       ".join(selected), *reasons.table, *source.from_lines[1:]]
    if source.where or shared:
        lines.append("WHERE " + "\n  AND ".join((*source.where, *shared)))
    positions = range(1, len(grouped) + 1) if scan.measure.reach != "all" else ()
    return [*lines, *_group_by([str(position) for position in positions], has_totals=has_totals and bool(names))]


def _total_mark(names: list[str], keys: tuple[str, ...], *, has_totals: bool) -> list[str]:
    """Mark rows of totals, which have no key, apart from rows whose key is empty."""
    return [f"grouping({keys[0]}) = 1 AS is_total"] if has_totals and names else []


def _group_by(positions: list[str], *, has_totals: bool) -> list[str]:
    """Group by period and keys, and by period alone where totals are wanted."""
    if not positions:
        return []
    joined = ", ".join(positions)
    return [f"GROUP BY GROUPING SETS (({joined}), ({positions[0]}))" if has_totals else f"GROUP BY {joined}"]


def _per_lines(scan: Scan, source: ScanSource, grouped: list[str], names: list[str]) -> list[str]:
    """Write a scan whose rows are first brought together per key."""
    columns = [f"{_key_aggregate(use, scan)} AS {use.column}" for use in scan.uses]
    columns += [f"{_key_rows(use, scan)} AS {use.column}_rows" for use in scan.uses if use.has_interval]
    columns += [f"{_key_tally(tally, scan)} AS {tally.column}" for tally in scan.tallies]
    outer = ["grouped.period_no", *(f"grouped.{name}" for name in names)]
    lines = ["SELECT " + ",\n       ".join([*outer, *columns]), *key_lines(scan, source, grouped)]
    return [*lines, f"GROUP BY {', '.join(outer)}"]


def key_lines(scan: Scan, source: ScanSource, grouped: list[str]) -> list[str]:
    """Write the FROM that brings a scan's rows together per key, as `grouped`."""
    measure = scan.measure
    each = {name: sql for use in scan.uses for name, sql in use.measure.each.items()}
    inner = [*grouped, f"{measure.table}.{measure.per} AS {measure.per}"]
    inner += [f"{_piece(sql, scan, source.replaced)} AS {name}" for name, sql in each.items()]
    # money without a rate is none, so what is brought together goes without it
    inner += [_tally_column(tally, scan, source, _NO_NUMBERS) for tally in scan.tallies if not tally.is_of_keys]
    positions = ", ".join(str(position) for position in range(1, len(grouped) + 2))
    lines = ["FROM (", "  SELECT " + ",\n         ".join(inner), *(f"  {line}" for line in source.from_lines)]
    return [*lines, "  WHERE " + "\n    AND ".join(source.where), f"  GROUP BY {positions}", ") AS grouped"]


def _key_aggregate(use: Use, scan: Scan) -> str:
    """Write the aggregate of a measure that reads keys instead of rows."""
    value = key_value(use, scan) if read_aggregate(use.measure.value).inner else "*"
    return f"{read_aggregate(use.measure.value).kind}({value}){_key_condition(use, scan)}"


def _key_rows(use: Use, scan: Scan) -> str:
    """Write the sorted keys of a median, which `with_intervals` takes the bounds from."""
    return f"list_sort(list({key_value(use, scan)}){_key_condition(use, scan)})"


def _key_condition(use: Use, scan: Scan) -> str:
    """Write which keys belong to a measure."""
    where = use.measure.where
    return f" FILTER (WHERE {qualified(where, 'grouped', parameters_in(use, scan))})" if where else ""


def key_value(use: Use, scan: Scan) -> str:
    """What one key adds to its measure, SQL."""
    inner = read_aggregate(use.measure.value).inner
    return qualified(inner, "grouped", parameters_in(use, scan)) if inner else "1"


def _key_tally(tally: Tally, scan: Scan) -> str:
    """Count the keys left out for a reason; or, of one that rows have, all their rows."""
    is_rows = not tally.is_of_keys
    return f"sum(grouped.{tally.column})" if is_rows else f"count(*) FILTER (WHERE {dropped_keys_sql(tally, scan)})"


def dropped_keys_sql(tally: Tally, scan: Scan) -> str:
    """SQL that holds for keys left out for a tally's reason, and for none before it."""
    use = tally.uses[0]
    chain = [found for found in use.conditions if found.is_of_keys]
    position = [found.name for found in chain].index(tally.reason)
    parts = [_bracketed(_condition(chain[position], scan, (), use))]
    return " AND ".join([*parts, *(negated(_condition(found, scan, (), use)) for found in chain[:position])])


def _of_rows(use: Use) -> list[Exclusion]:
    """Reasons of a measure that rows have, not what they are brought together by."""
    return [found for found in use.conditions if not found.is_of_keys]


def _columns(use: Use, scan: Scan, source: ScanSource, belongs: str) -> list[str]:
    """Write the column of a measure over the rows that belong to it, and its interval's."""
    aggregate = read_aggregate(use.measure.value)
    condition = f" FILTER (WHERE {belongs})" if belongs else ""
    inner = (
        qualified(aggregate.inner, scan.measure.table, parameters_in(use, scan), source.replaced)
        if aggregate.inner
        else ""
    )
    if aggregate.kind == "trimmed":
        argument = qualified(aggregate.argument, "", parameters_in(use, scan))
        return [f"{_trimmed_sql(inner, condition, argument)} AS {use.column}"]
    columns = [f"{_aggregate_sql(aggregate, inner, condition, source)} AS {use.column}"]
    if use.has_interval:
        columns += _interval_columns(use.column, inner, condition)
    return columns


def _tally_column(tally: Tally, scan: Scan, source: ScanSource, numbers: Numbers) -> str:
    """Count the rows left out for one reason by any of the measures."""
    return f"count(*) FILTER (WHERE {dropped_sql(tally, scan, source.replaced, numbers)}) AS {tally.column}"


def dropped_sql(tally: Tally, scan: Scan, replaced: tuple[tuple[str, str], ...], numbers: Numbers = _NO_NUMBERS) -> str:
    """SQL that holds for rows left out for a tally's reason; `numbers` are columns that tell a chain's reason."""
    wheres: dict[str, list[str]] = {}
    for use in tally.uses:
        position = [found.name for found in _of_rows(use)].index(tally.reason)
        where = where_of(use, scan) if use.measure.where and not use.measure.per else ""
        wheres.setdefault(left_out_sql(use, position, scan, replaced, numbers), []).append(where)
    options = [_both(reason, dict.fromkeys(found)) for reason, found in wheres.items()]
    return options[0] if len(options) == 1 else " OR ".join(f"({option})" for option in options)


def _both(reason: str, wheres: Iterable[str]) -> str:
    """SQL that holds where a reason and any of some conditions do; the rarer of the two is tried first."""
    options = list(wheres)
    if "" in options:
        return reason
    return f"{reason} AND {options[0]}" if len(options) == 1 else f"{reason} AND ({' OR '.join(options)})"


def _aggregate_sql(aggregate: Aggregate, inner: str, condition: str, source: ScanSource) -> str:
    """Write one aggregate; what lasts is weighted by the days it lasted."""
    if source.overlap:
        weighted = f"sum(({inner}) * {source.overlap})" if inner else f"sum({source.overlap})"
        return f"{weighted}{condition} / nullif(max({source.days}), 0)"
    if aggregate.kind == "count":
        return f"count({inner or '*'}){condition}"
    if aggregate.kind == "different":
        return f"count(DISTINCT {inner}){condition}"
    if aggregate.kind == "median":
        return f"median(CAST({inner} AS DOUBLE)){condition}"
    if aggregate.kind == "quantile":
        return f"quantile_cont(CAST({inner} AS DOUBLE), {aggregate.argument}){condition}"
    return f"{aggregate.kind}({inner}){condition}"


def _trimmed_sql(inner: str, condition: str, share: str) -> str:
    """Write the mean of what is left when a share of the rows is cut off at each end."""
    count = f"count({inner}){condition}"
    cut = f"CAST(floor({count} * {share}) AS BIGINT)"
    return f"list_avg(list_slice(list_sort(list({inner}){condition}), {cut} + 1, {count} - {cut}))"


def _interval_columns(column: str, inner: str, condition: str) -> list[str]:
    """Write the sorted rows of a median, which `with_intervals` takes the bounds from."""
    return [f"list_sort(list({inner}){condition}) AS {column}_rows"]


def with_intervals(lines: list[str], scan: Scan) -> list[str]:
    """Wrap a scan so that sorted rows become the two order statistics that bracket their median."""
    columns = [use.column for use in scan.uses if use.has_interval]
    if not columns:
        return lines
    bounds = []
    for column in columns:
        rows = f"{column}_rows"
        rank = f"CAST(floor((len({rows}) + 1) / 2 - {_MIDDLE} * sqrt(len({rows}))) AS BIGINT)"
        enough = f"CASE WHEN len({rows}) >= {_FEWEST_FOR_INTERVAL} THEN {rows}"
        bounds += [f"{enough}[{rank}] END AS {column}_low", f"{enough}[len({rows}) + 1 - {rank}] END AS {column}_high"]
    hidden = ", ".join(f"{column}_rows" for column in columns)
    selected = ",\n       ".join([f"* EXCLUDE ({hidden})", *bounds])
    return [f"SELECT {selected}", "FROM (", *(f"  {line}" for line in lines), ") AS measured"]


def belongs_sql(use: Use, scan: Scan, replaced: tuple[tuple[str, str], ...], numbers: Numbers = _NO_NUMBERS) -> str:
    """SQL that holds for rows that a measure counts; empty where it counts all."""
    parts = [where_of(use, scan)] if use.measure.where else []
    number = numbers.get(_chain(use, scan))
    if number is not None:
        return " AND ".join([*parts, f"{scan.measure.table}.{number} = 0"])
    parts += [negated(_condition(found, scan, replaced, use)) for found in _of_rows(use)]
    return " AND ".join(parts)


def left_out_sql(
    use: Use, position: int, scan: Scan, replaced: tuple[tuple[str, str], ...], numbers: Numbers = _NO_NUMBERS
) -> str:
    """SQL that holds for rows that the reason at a position applies to, and none before it."""
    number = numbers.get(_chain(use, scan))
    if number is not None:
        return f"{scan.measure.table}.{number} = {position + 1}"
    conditions = _of_rows(use)
    parts = [_bracketed(_condition(conditions[position], scan, replaced, use))]
    parts += [negated(_condition(found, scan, replaced, use)) for found in conditions[:position]]
    return " AND ".join(parts)


def _chain(use: Use, scan: Scan) -> Chain:
    """Reasons of a measure as conditions over its table's row alone; none where they need the period or a rate."""
    read = {name for found in use.conditions for name in (*columns_of(found.when), *parameters_of(found.when))}
    if read & {"exchange_rate", "period_start", "period_end"}:
        return ()
    return tuple(_condition(found, scan, (), use) for found in use.conditions)


def roll_up_of(use: Use) -> str:
    """SQL that makes the whole of a measure out of its groups; empty where only the rows can tell."""
    aggregate = read_aggregate(use.measure.value)
    if use.measure.stock == "mean":
        return ""
    return _ROLL_UPS.get(aggregate.kind, "").format(use.column)


def where_of(use: Use, scan: Scan) -> str:
    """Which rows belong to a measure."""
    return _bracketed(qualified(use.measure.where, scan.measure.table, parameters_in(use, scan)))


def _bracketed(condition: str) -> str:
    """Put a condition in brackets where it joins several."""
    return f"({condition})" if " OR " in condition or " AND " in condition else condition


def _condition(found: Exclusion, scan: Scan, replaced: tuple[tuple[str, str], ...], use: Use | None = None) -> str:
    """SQL of one reason, over the money as it came; `exchange_rate` is the rate it is converted by."""
    rate = tuple(pair for pair in replaced if pair[0] == "exchange_rate")
    alias = "grouped" if found.is_of_keys else scan.measure.table
    return qualified(found.when, alias, parameters_in(use or scan.uses[0], scan), rate)


def _piece(sql: str, scan: Scan, replaced: tuple[tuple[str, str], ...]) -> str:
    """A piece of a definition's SQL in its place."""
    return qualified(sql, scan.measure.table, parameters_in(scan.uses[0], scan), replaced)


def parameters_in(use: Use, scan: Scan) -> tuple[tuple[str, str], ...]:
    """What stands for the parameters of a definition: bound values, and the period's own days."""
    bound = tuple((name, f"${binding}") for name, binding in use.bindings)
    until = "period.ends_on" if scan.measure.looks_ahead else "period.known_until"
    days = (("period_start", _window_start(scan.measure)), ("period_end", until), ("period_week_3", "period.week_3_on"))
    return (*bound, *days)


def _part(scan: Scan) -> str:
    """Which rows stand for the whole, or for its parts."""
    return scan.measure.split if scan.is_split else scan.measure.whole


def _window_start(measure: Measure) -> str:
    """SQL of the first day that a scan looks at."""
    return {"12 months": "period.year_from", "ever": "DATE '1900-01-01'"}.get(measure.reach, "period.starts_on")


def _period(scan: Scan, index: PeriodIndex | None) -> tuple[str, list[str], list[str]]:
    """SQL of the period's number, the conditions it brings, and the join it needs."""
    measure = scan.measure
    day = f"{measure.table}.{measure.dated_by}"
    if measure.reach == "all":
        return "-1", [f"{day} <= $as_of"], []
    if scan.is_indexed and index is not None:
        until = "$end_on" if measure.looks_ahead else "$known_until"
        return _index_sql(day, index), [f"{day} >= $first_on AND {day} < {until}"], []
    only = f" AND period.period_no IN ({', '.join(map(str, scan.numbers))})" if scan.numbers else ""
    return "period.period_no", [], [f"JOIN period ON {_counts_in_period(measure, day)}{only}"]


def _index_sql(day: str, index: PeriodIndex) -> str:
    """SQL of a date's period as a number, from its months or days since the first."""
    if index.is_single:
        return "0"
    since = (
        f"(year({day}) - $first_year) * 12 + month({day}) - $first_month"
        if index.unit == "month"
        else f"date_diff('day', $first_on, {day})"
    )
    return f"({since})" if index.step == 1 else f"({since}) // {index.step}"


def _counts_in_period(measure: Measure, day: str) -> str:
    """SQL that holds where a row counts in a period."""
    until = "period.ends_on" if measure.looks_ahead else "period.known_until"
    if measure.exact is not None:
        starts, ends = (f"{measure.table}.{name}" for name in measure.exact)
        return f"{starts} = period.starts_on AND {ends} = period.ends_on"
    if measure.span is None:
        return f"{day} >= {_window_start(measure)} AND {day} < {until}"
    first, last = (f"{measure.table}.{name}" for name in measure.span)
    at = {"start": _window_start(measure), "end": until, "week_3": "period.week_3_on"}.get(measure.stock or "", "")
    started = f"{first} {'<=' if measure.edges_count else '<'} {at or until}"
    if measure.is_always_started:
        started = f"({first} IS NULL OR {started})"
    if measure.reach == "ever":
        return started
    sign = ">=" if measure.until_counts or measure.edges_count else ">"
    return f"{started} AND ({last} IS NULL OR {last} {sign} {at or _window_start(measure)})"


def _overlap(measure: Measure, start: str) -> str:
    """SQL of how many days of the period a row lasted."""
    first, last = (f"{measure.table}.{name}" for name in measure.span or ("", ""))
    begin = f"greatest(coalesce({first}, {start}), {start})"
    end = f"least(coalesce({last}, period.known_until), period.known_until)"
    return f"greatest(date_diff('day', {begin}, {end}), 0)"
