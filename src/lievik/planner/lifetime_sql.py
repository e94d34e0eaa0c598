"""The expected length of a relationship as SQL: the Kaplan-Meier mean, restricted to a horizon.

Pure. Relationships still going on count as unfinished; without a single end there is no value. The mean is the area
under the survival curve up to the horizon, or to the longest seen. Source: Kaplan and Meier (1958).
"""

from __future__ import annotations

from lievik.planner.plan import PeriodIndex, Scan
from lievik.planner.row_sql import qualified, read_aggregate
from lievik.planner.scan_sql import ScanSource, scan_source


def lifetime_lines(scan: Scan, index: PeriodIndex | None) -> list[str]:
    """Write the scan of a restricted mean, in years: per period and group, days seen, ends, survivors, area."""
    by = ", ".join(["period_no", *(key.name for key in scan.keys)])
    area = "sum(alive_before * (days - days_before)) / 365.25"
    survival = "exp(sum(ln(CASE WHEN ended < at_risk THEN 1 - ended / at_risk END)) OVER earlier)"
    return [
        f"SELECT {by}, CASE WHEN sum(ended) > 0 THEN {area} END AS {scan.uses[0].column}",
        "FROM (",
        f"  SELECT {by}, days, ended, lag(days, 1, 0) OVER seen AS days_before,",
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
        ") AS curve",
        f"GROUP BY {by}",
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
