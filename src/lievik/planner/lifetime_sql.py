"""The expected length of a relationship as SQL: the Kaplan-Meier mean, restricted to a horizon, and its interval.

Pure. Relationships still going on count as unfinished; without a single end there is no value. The mean is the area
under the survival curve up to the horizon, or to the longest seen. Source: Kaplan and Meier (1958); the variance is
Greenwood's, the interval a normal one that does not leave 0 to the longest: Klein and Moeschberger (2003), 4.5.
"""

from __future__ import annotations

from typing import Final

from lievik.planner.plan import PeriodIndex, Scan
from lievik.planner.row_sql import qualified, read_aggregate
from lievik.planner.scan_sql import ScanSource, scan_source

_SURE: Final = 1.959963984540054


def lifetime_lines(scan: Scan, index: PeriodIndex | None) -> list[str]:
    """Write the scan of a restricted mean, in years: per period and group, days seen, ends, survivors, area."""
    use, by = scan.uses[0], ", ".join(["period_no", *(key.name for key in scan.keys)])
    if not use.has_interval:
        mean = "sum(alive_before * (days - days_before)) / 365.25"
        return [
            f"SELECT {by}, CASE WHEN sum(ended) > 0 THEN {mean} END AS {use.column}",
            "FROM (",
            *_curve_lines(scan, index, by),
            ") AS curve",
            f"GROUP BY {by}",
        ]
    half = f"{_SURE} * sqrt(sum(spread))"
    bounds = {
        use.column: "sum(area)",
        f"{use.column}_low": f"greatest(sum(area) - {half}, 0)",
        f"{use.column}_high": f"least(sum(area) + {half}, max(days))",
    }
    columns = [f"CASE WHEN sum(ended) > 0 THEN {sql} / 365.25 END AS {name}" for name, sql in bounds.items()]
    return [
        f"SELECT {by},",
        *(f"       {column}," for column in columns[:-1]),
        f"       {columns[-1]}",
        "FROM (",
        f"  SELECT {by}, days, ended, alive_before * (days - days_before) AS area,",
        "         CASE WHEN ended < at_risk THEN coalesce(sum(alive_before * (days - days_before)) OVER later, 0) ** 2",
        "           * ended / (at_risk * (at_risk - ended)) ELSE 0 END AS spread",
        "  FROM (",
        *(f"  {line}" for line in _curve_lines(scan, index, by)),
        "  ) AS curve",
        f"  WINDOW later AS (PARTITION BY {by} ORDER BY days ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)",
        ") AS mean_of_curve",
        f"GROUP BY {by}",
    ]


def _curve_lines(scan: Scan, index: PeriodIndex | None, by: str) -> list[str]:
    """One row per age at which anything was seen: how many had come to it, ended, and the share alive before it."""
    survival = "exp(sum(ln(CASE WHEN ended < at_risk THEN 1 - ended / at_risk END)) OVER earlier)"
    return [
        f"  SELECT {by}, days, ended, at_risk, lag(days, 1, 0) OVER seen AS days_before,",
        f"         coalesce({survival}, 1) AS alive_before",
        "  FROM (",
        f"    SELECT {by}, days, sum(ended) AS ended,",
        f"           sum(count(*)) OVER (PARTITION BY {by} ORDER BY days DESC) AS at_risk",
        "    FROM (",
        *_lives(scan, scan_source(scan, index)),
        "    ) AS lives",
        f"    GROUP BY {by}, days",
        "  ) AS survival",
        f"  WINDOW seen AS (PARTITION BY {by} ORDER BY days),",
        f"         earlier AS (PARTITION BY {by} ORDER BY days ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)",
    ]


def _lives(scan: Scan, source: ScanSource) -> list[str]:
    """One row per relationship and period: how many days it was seen, and whether it ended within them."""
    use = scan.uses[0]
    first, last = (f"{scan.measure.table}.{name}" for name in scan.measure.span or ("", ""))
    bound = tuple((name, f"${binding}") for name, binding in use.bindings)
    horizon = qualified(read_aggregate(use.measure.value).argument, "", bound)
    limit = f"CAST(floor({horizon} * 365.25) AS INTEGER)"
    seen = f"date_diff('day', {first}, least(coalesce({last}, period.known_until), period.known_until))"
    has_ended = f"{last} <= period.known_until AND date_diff('day', {first}, {last}) <= {limit}"
    keys = [f"{sql} AS {key.name}" for key, sql in zip(scan.keys, source.keys, strict=True)]
    counted = [f"least({seen}, {limit}) AS days", f"CASE WHEN {has_ended} THEN 1 ELSE 0 END AS ended"]
    lines = [f"      SELECT {', '.join([f'{source.period} AS period_no', *keys, *counted])}"]
    lines += [f"      {line}" for line in source.from_lines]
    return [*lines, f"      WHERE {' AND '.join(source.where)}"] if source.where else lines
