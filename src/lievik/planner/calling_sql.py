"""What stands open, and what earlier deals and leads tell of it: by age, by stage, by what leads have in common.

Pure. Only what was there by the as-of day is read; renewals are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from lievik.planner.deal_filter import DealFilter, converted, deal_joins
from lievik.planner.segment_keys import key_columns
from lievik.planner.standing_sql import Known
from lievik.planner.statement import Statement, bound_names

_LAST_RATE: Final = "(SELECT max(on_date) FROM rate_day WHERE on_date <= $as_of)"
_IS_OPEN: Final = "(deal.outcome = 'open' OR deal.closed_on > $as_of)"
_HAS_ENDED: Final = "(deal.outcome IN ('won', 'lost') AND deal.closed_on <= $as_of)"
_IS_NEW: Final = "(deal.deal_type IS NULL OR deal.deal_type <> 'renewal')"
_COUNTS: Final = ("deal.is_deleted IS NOT TRUE", "(deal.created_on IS NULL OR deal.created_on <= $as_of)")
_LEAD_COUNTS: Final = ("lead.is_deleted IS NOT TRUE", "lead.merged_into_id IS NULL", "lead.created_on <= $as_of")
_BECAME_DEAL: Final = "lead.converted_on <= $as_of"
_GIVEN_UP: Final = "lead.disqualified_on <= $as_of"
_YOUNG: Final = 90
"""Days in which a lead has its time to become a deal, as the lead conversion rate has it."""

_LEAD_COUNTED: Final = "count(*), count(*) FILTER (WHERE is_deal)"


@dataclass(frozen=True, kw_only=True)
class CallingSQL:
    """Writes the statements.

    Attributes:
        deals, leads: which are listed, and the dimensions that are told of each.
        known: what the tables hold.
        since: the first day of the history.
    """

    deals: DealFilter
    leads: DealFilter
    known: Known
    since: date

    def open_deals(self) -> Statement:
        """List open deals.

        Returns:
            A statement of rows (id, name, account, its name, owner, stage, its name, created on, age in days, amount,
            next step, expected closing, is_renewal, key and label of each dimension).
        """
        joins = deal_joins(self.deals, "$as_of")
        amount, rate = converted(self.known.facts, self.known.currency, _LAST_RATE)
        where = [_IS_OPEN, *_COUNTS, *joins.where]
        lines = [
            "SELECT deal.id, coalesce(deal.name, deal.source_id, deal.id), deal.account_id, account.name,",
            "       coalesce(rep.name, deal.owner_id), deal.stage_id, coalesce(stage.name, deal.stage_id),",
            "       deal.created_on, greatest(date_diff('day', deal.created_on, $as_of), 0),",
            f"       {amount}, deal.next_step_on, deal.expected_close_on,",
            f"       NOT {_IS_NEW}{key_columns(self.deals.keys, joins.keys)}",
            "FROM deal",
            "LEFT JOIN account ON account.id = deal.account_id",
            "LEFT JOIN rep ON rep.id = deal.owner_id",
            "LEFT JOIN stage ON stage.id = deal.stage_id",
            *joins.lines,
            *rate,
            "WHERE " + "\n  AND ".join(where),
            "ORDER BY deal.id",
        ]
        return self._bound("\n".join(lines), self.deals.values)

    def open_leads(self) -> Statement:
        """List open leads: rows (id, number, account, its name, owner, created on, age in days, keys, labels)."""
        joins = deal_joins(self.leads, "$as_of")
        where = [*_LEAD_COUNTS, f"({_BECAME_DEAL}) IS NOT TRUE", f"({_GIVEN_UP}) IS NOT TRUE", *joins.where]
        lines = [
            "SELECT lead.id, coalesce(lead.source_id, lead.id), lead.account_id, account.name,",
            "       coalesce(rep.name, lead.owner_id), lead.created_on,",
            f"       greatest(date_diff('day', lead.created_on, $as_of), 0){key_columns(self.leads.keys, joins.keys)}",
            "FROM lead",
            "LEFT JOIN account ON account.id = lead.account_id",
            "LEFT JOIN rep ON rep.id = lead.owner_id",
            *joins.lines,
            "WHERE " + "\n  AND ".join(where),
            "ORDER BY lead.id",
        ]
        return self._bound("\n".join(lines), self.leads.values)

    def deal_ages(self) -> Statement:
        """Count deals created since the first day of the history, by age: rows (age, won, lost, open)."""
        end = f"CASE WHEN {_HAS_ENDED} THEN deal.closed_on ELSE $as_of END"
        lines = [
            f"SELECT greatest(date_diff('day', deal.created_on, {end}), 0),",
            f"       count(*) FILTER (WHERE {_HAS_ENDED} AND deal.outcome = 'won'),",
            f"       count(*) FILTER (WHERE {_HAS_ENDED} AND deal.outcome = 'lost'),",
            f"       count(*) FILTER (WHERE {_IS_OPEN})",
            "FROM deal",
            "WHERE " + " AND ".join((*_COUNTS, _IS_NEW, "deal.created_on >= $since_on")),
            # closings may be recorded from a day on alone: of deals created before it only those that lasted are seen
            "  AND deal.created_on >= (SELECT min(closed_on) FROM deal WHERE is_deleted IS NOT TRUE)",
            "GROUP BY 1 ORDER BY 1",
        ]
        return self._bound("\n".join(lines), {})

    def lead_ages(self) -> Statement:
        """Count leads created since then, by age: rows (age, became deals, given up, open)."""
        ended = f"WHEN {_BECAME_DEAL} THEN lead.converted_on WHEN {_GIVEN_UP} THEN lead.disqualified_on"
        end = f"CASE {ended} ELSE $as_of END"
        lines = [
            f"SELECT greatest(date_diff('day', lead.created_on, {end}), 0),",
            f"       count(*) FILTER (WHERE {_BECAME_DEAL}),",
            f"       count(*) FILTER (WHERE ({_BECAME_DEAL}) IS NOT TRUE AND {_GIVEN_UP}),",
            f"       count(*) FILTER (WHERE ({_BECAME_DEAL}) IS NOT TRUE AND ({_GIVEN_UP}) IS NOT TRUE)",
            "FROM lead",
            "WHERE " + " AND ".join((*_LEAD_COUNTS, "lead.created_on >= $since_on")),
            "GROUP BY 1 ORDER BY 1",
        ]
        return self._bound("\n".join(lines), {})

    def stages(self) -> Statement:
        """Count deals that ended, by stage that they came to: rows (stage, ended, won); of all deals, stage is none."""
        lines = [
            "WITH ended AS (",
            "  SELECT deal.id, deal.outcome = 'won' AS is_won FROM deal",
            "  WHERE " + " AND ".join((*_COUNTS, _IS_NEW, _HAS_ENDED, "deal.closed_on >= $since_on")),
            "    AND deal.id IN (SELECT version.deal_id FROM deal_version AS version)",
            "),",
            "came AS (",
            "  SELECT DISTINCT version.deal_id, version.stage_id FROM deal_version AS version",
            "  WHERE version.known_until IS NULL AND version.valid_from_on <= $as_of AND version.stage_id IS NOT NULL",
            "    AND coalesce(version.outcome, 'open') = 'open'",
            ")",
            "SELECT came.stage_id, count(*), count(*) FILTER (WHERE ended.is_won)",
            "FROM came JOIN ended ON ended.id = came.deal_id",
            "GROUP BY 1",
            "UNION ALL",
            "SELECT NULL, count(*), count(*) FILTER (WHERE ended.is_won) FROM ended",
            "ORDER BY 1",
        ]
        return self._bound("\n".join(lines), {})

    def leads_by_kind(self) -> Statement:
        """Count leads, by what they have in common: rows (dimension's number, key, label, leads, deals they became).

        A row of number none is of all leads. Those of the last 90 days, who have not had their time, are left out.
        """
        every = DealFilter(keys=self.leads.keys, restrictions=(), values={}, table="lead")
        joins = deal_joins(every, "lead.created_on")
        lines = [
            "WITH created AS (",
            f"  SELECT ({_BECAME_DEAL}) IS TRUE AS is_deal{key_columns(self.leads.keys, joins.keys)}",
            "  FROM lead",
            *(f"  {line}" for line in joins.lines),
            f"  WHERE {' AND '.join(_LEAD_COUNTS)} AND lead.created_on >= $since_on",
            f"    AND lead.created_on <= $as_of - {_YOUNG}",
            ")",
            f"SELECT NULL, NULL, NULL, {_LEAD_COUNTED} FROM created",
            *(
                f"UNION ALL SELECT {n}, key_{n}, label_{n}, {_LEAD_COUNTED} FROM created GROUP BY 2, 3"
                for n in range(len(self.leads.keys))
            ),
            "ORDER BY 1, 2",
        ]
        return self._bound("\n".join(lines), {})

    def _bound(self, sql: str, more: Mapping[str, object]) -> Statement:
        values = {**more, "as_of": self.known.as_of, "currency": self.known.currency, "since_on": self.since}
        return Statement(sql=sql, values={name: values[name] for name in bound_names(sql)})


def endings_statement(after: date, known: Known) -> Statement:
    """Write which deals ended after a day: rows (id, won, days since, amount)."""
    amount, rate = converted(known.facts, known.currency, "deal.closed_on")
    lines = [
        f"SELECT deal.id, deal.outcome = 'won', date_diff('day', $after_on, deal.closed_on), {amount}",
        "FROM deal",
        *rate,
        f"WHERE deal.is_deleted IS NOT TRUE AND {_HAS_ENDED} AND deal.closed_on > $after_on",
    ]
    sql = "\n".join(lines)
    values = {"as_of": known.as_of, "currency": known.currency, "after_on": after}
    return Statement(sql=sql, values={name: values[name] for name in bound_names(sql)})
