"""Leads of a period as SQL: how many were qualified, became a deal and were won by now, in every combination.

Pure. The leads are those that `created_leads` counts.
"""

from __future__ import annotations

from lievik.catalogue.catalogue import Catalogue
from lievik.planner.deal_picking import Picking
from lievik.planner.row_sql import negated, qualified
from lievik.planner.stage_walks import Asked
from lievik.planner.statement import Statement, bound_names

_MEASURE = "created_leads"


def lead_steps_statement(catalogue: Catalogue, asked: Asked, picked: Picking) -> Statement:
    """Write the statement; its rows are (is_qualified, is_converted, is_won, leads).

    Args:
        catalogue: says which leads are none.
        asked: the period and the as-of day.
        picked: which leads.
    """
    without = [catalogue.exclusions[name].when for name in catalogue.measures[_MEASURE].without]
    where = [
        "lead.created_on >= $starts_on AND lead.created_on < $ends_on",
        *(negated(qualified(when, "lead", ())) for when in without),
        *picked.where,
    ]
    steps = [
        f"coalesce(lead.{day} <= $as_of, FALSE) AS {name}"
        for name, day in (
            ("is_qualified", "first_qualified_on"),
            ("is_converted", "first_converted_on"),
            ("is_won", "won_on"),
        )
    ]
    lines = [
        f"SELECT {', '.join(steps)}, count(*) AS leads",
        "FROM lead",
        *picked.joins,
        "WHERE " + "\n  AND ".join(where),
        "GROUP BY 1, 2, 3",
    ]
    sql, values = "\n".join(lines), {**asked.values, **picked.values}
    return Statement(sql=sql, values={name: values[name] for name in bound_names(sql)})
