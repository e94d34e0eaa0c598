"""What channels bring and cost as SQL: leads and how far they came, deals and their revenue, costs, names of sources.

Pure. Four statements, whatever the number of channels; each is grouped, so that few rows come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from lievik.catalogue.catalogue import Catalogue
from lievik.model.channels import Attribution, SplitBy
from lievik.model.periods import Period
from lievik.planner.attribution_sql import LEADS_OF, credited_lines
from lievik.planner.deal_filter import DealFilter, converted, deal_joins
from lievik.planner.row_sql import negated, qualified
from lievik.planner.standing_sql import Known
from lievik.planner.statement import Statement, bound_names

_NAMES: Final = "\nUNION ".join(
    f"SELECT {table}.{column} AS source FROM {table}"
    for table, column in (
        ("lead", "lead_source"),
        ("deal", "lead_source"),
        ("touch", "channel"),
        ("campaign", "channel"),
        ("spend", "channel"),
    )
)

_CREDIT: Final = "credited.through - credited.before"
_AMOUNT: Final = "CAST(journey.converted AS DECIMAL(24, 2))"
_PART: Final = f"round({_AMOUNT} * credited.through, 2) - round({_AMOUNT} * credited.before, 2)"


@dataclass(frozen=True, kw_only=True)
class ChannelSQL:
    """Writes the statements about channels.

    Attributes:
        leads, deals: which of them; `costs` which costs, none where they cannot be told by what was asked for.
        known: what the tables hold, as of when, and the currency that money is shown in.
        catalogue: says which leads are none.
    """

    leads: DealFilter
    deals: DealFilter
    costs: DealFilter | None
    period: Period
    attribution: Attribution
    split_by: SplitBy
    known: Known
    catalogue: Catalogue

    @staticmethod
    def sources() -> Statement:
        """A row a name of a source, as tables have it."""
        return Statement(
            sql=f"SELECT source FROM (\n{_NAMES}\n) AS found WHERE source IS NOT NULL ORDER BY 1", values={}
        )

    def settled(self) -> Statement:
        """One row: leads ever won, within how many days eight of ten were, and the same of deals by their creation."""
        sql = f"""-- how long it takes from a lead, or else a deal, to the win
SELECT count(*) FILTER (WHERE kind = 'lead'), quantile_cont(days, 0.8) FILTER (WHERE kind = 'lead'),
  count(*) FILTER (WHERE kind = 'deal'), quantile_cont(days, 0.8) FILTER (WHERE kind = 'deal')
FROM (
  SELECT 'lead' AS kind, greatest(date_diff('day', lead.created_on, lead.won_on), 0) AS days
  FROM lead WHERE lead.won_on <= $as_of AND lead.created_on IS NOT NULL AND {self._is_lead("lead")}
  UNION ALL
  SELECT 'deal', greatest(date_diff('day', deal.created_on, deal.closed_on), 0)
  FROM deal
  WHERE deal.outcome = 'won' AND NOT deal.is_deleted AND deal.closed_on <= $as_of AND deal.created_on IS NOT NULL
) AS found"""
        return self._statement(sql, {})

    def lead_credits(self, channels: Mapping[str, str]) -> Statement:
        """Credits of leads, grouped by what they have in common.

        Key, name, whether qualified, converted to a deal and won, days from creation to the win (none where not won),
        whether anybody touched it, credit, leads.
        """
        joins = deal_joins(self.leads, "lead.created_on")
        where = " AND ".join(("lead.created_on >= $starts_on", "lead.created_on < $ends_on", *joins.where))
        journey = f"""journey AS (
  SELECT lead.id, lead.account_id, lead.created_on AS began_on, lead.first_converted_on AS deal_on,
         least(coalesce(lead.won_on, $as_of), $as_of) AS until_on,
         coalesce(lead.lead_source, own_campaign.channel) AS source, lead.campaign_id,
         coalesce(lead.first_qualified_on <= $as_of, FALSE) AS is_qualified,
         coalesce(lead.first_converted_on <= $as_of, FALSE) AS is_converted,
         CASE WHEN lead.won_on <= $as_of THEN greatest(date_diff('day', lead.created_on, lead.won_on), 0) END AS days
  FROM lead
  LEFT JOIN campaign AS own_campaign ON own_campaign.id = lead.campaign_id
  {_lines(joins.lines)}
  WHERE {where} AND {self._is_lead("lead")}
),"""
        sql = f"""-- leads of the period, by what led to them
WITH {LEADS_OF},
{journey}
{credited_lines(self.attribution, of_deals=False)}
SELECT {self._key("credited")} AS key, {self._name("credited")} AS name, journey.is_qualified, journey.is_converted,
  journey.days IS NOT NULL AS is_won, journey.days, credited.is_touch, sum({_CREDIT}) AS credit,
  count(*) FILTER (WHERE credited.place = 1) AS leads
FROM credited INNER JOIN journey ON journey.id = credited.id
{self._named("credited")}
GROUP BY ALL ORDER BY ALL"""
        return self._statement(sql, {**self.leads.values, **self._channels(channels)})

    def deal_credits(self, channels: Mapping[str, str], costed: Iterable[str]) -> Statement:
        """Credits of deals, grouped by what they have in common.

        Key, name, whether won, whether by a new customer, whether an amount and a rate are known, whether anybody
        touched it, credit, revenue, squares of its parts, squares of all that a deal has of keys with a cost, deals.

        Args:
            channels: name of a source -> its channel.
            costed: keys that have a cost.
        """
        sql = f"""-- deals of the period, by what led to them
WITH {LEADS_OF},
{self._deal_journey()}
{credited_lines(self.attribution, of_deals=True)},
part AS (
  SELECT {self._key("credited")} AS key, {self._name("credited")} AS name, journey.is_won,
         journey.is_won AND journey.is_first AS is_new, journey.amount IS NOT NULL AS has_amount,
         journey.converted IS NOT NULL AS has_rate, credited.is_touch, credited.place, credited.id, {_CREDIT} AS credit,
         CASE WHEN journey.is_won THEN {_PART} END AS revenue
  FROM credited INNER JOIN journey ON journey.id = credited.id
  {self._named("credited")}
),
joined AS (
  SELECT *, coalesce(
           sum(revenue) FILTER (WHERE list_contains(CAST($costed AS VARCHAR[]), key)) OVER (PARTITION BY id), 0)
         AS costed_revenue
  FROM part
)
SELECT key, name, is_won, is_new, has_amount, has_rate, is_touch, sum(credit) AS credit,
  coalesce(sum(revenue), 0) AS revenue, coalesce(sum(pow(CAST(revenue AS DOUBLE), 2)), 0) AS squares,
  coalesce(sum(pow(CAST(costed_revenue AS DOUBLE), 2)) FILTER (WHERE place = 1), 0) AS costed_squares,
  count(*) FILTER (WHERE place = 1) AS deals
FROM joined
GROUP BY key, name, is_won, is_new, has_amount, has_rate, is_touch ORDER BY ALL"""
        return self._statement(sql, {**self.deals.values, **self._channels(channels), "costed": list(costed)})

    def _deal_journey(self) -> str:
        """The CTEs of deals and the leads that led to them."""
        joins = deal_joins(self.deals, "deal.created_on")
        amount, rate = converted(self.known.facts, self.known.currency, "deal.closed_on")
        where = " AND ".join(("NOT deal.is_deleted", *joins.where))
        return f"""led AS (
  SELECT DISTINCT lead_of.deal_id, lead_of.kept_id, kept.created_on,
         coalesce(kept.lead_source, kept_campaign.channel) AS source, kept.campaign_id
  FROM lead_of
  INNER JOIN lead AS kept ON kept.id = lead_of.kept_id
  LEFT JOIN campaign AS kept_campaign ON kept_campaign.id = kept.campaign_id
  WHERE lead_of.deal_id IS NOT NULL AND kept.created_on IS NOT NULL AND {self._is_lead("kept")}
),
begun AS (
  SELECT deal_id, created_on AS began_on, source, campaign_id,
         row_number() OVER (PARTITION BY deal_id ORDER BY created_on, kept_id) AS place
  FROM led
),
seen AS (
  SELECT deal.id, deal.account_id, coalesce(begun.began_on, deal.created_on) AS began_on, deal.created_on AS deal_on,
         least(coalesce(deal.closed_on, $as_of), $as_of) AS until_on,
         coalesce(begun.source, deal.lead_source, own_campaign.channel) AS source,
         coalesce(begun.campaign_id, deal.campaign_id) AS campaign_id,
         coalesce(deal.outcome = 'won' AND deal.closed_on <= $as_of, FALSE) AS is_won,
         first_win.deal_id IS NOT NULL AS is_first, deal.amount, {amount} AS converted
  FROM deal
  LEFT JOIN begun ON begun.deal_id = deal.id AND begun.place = 1
  LEFT JOIN campaign AS own_campaign ON own_campaign.id = deal.campaign_id
  LEFT JOIN first_win ON first_win.deal_id = deal.id
  {_lines((*rate, *joins.lines))}
  WHERE {where}
),
journey AS (SELECT * FROM seen WHERE began_on >= $starts_on AND began_on < $ends_on),"""

    def cost_sums(self, channels: Mapping[str, str]) -> Statement | None:
        """Costs of the period: key, name, category, sum, costs, those without an amount, those without a rate."""
        if self.costs is None:
            return None
        joins = deal_joins(self.costs, "spend.spent_on")
        amount, rate = self._spent()
        until = "spend.spent_on < least($ends_on, $as_of + 1)"
        where = " AND ".join(("spend.spent_on >= $starts_on", until, *joins.where))
        sql = f"""-- costs of the period, by what they were spent on
WITH spent AS (
  SELECT coalesce(spend.channel, own_campaign.channel) AS source, spend.campaign_id, spend.category, spend.amount,
         {amount} AS converted
  FROM spend
  LEFT JOIN campaign AS own_campaign ON own_campaign.id = spend.campaign_id
  {_lines((*rate, *joins.lines))}
  WHERE {where}
)
SELECT {self._key("spent")} AS key, {self._name("spent")} AS name, coalesce(spent.category, '') AS category,
  coalesce(sum(spent.converted), 0) AS cost, count(spent.converted) AS costs,
  count(*) FILTER (WHERE spent.amount IS NULL) AS no_amount,
  count(*) FILTER (WHERE spent.amount IS NOT NULL AND spent.converted IS NULL) AS no_rate
FROM spent
{self._named("spent")}
GROUP BY 1, 2, 3 ORDER BY ALL"""
        return self._statement(sql, {**self.costs.values, **self._channels(channels)})

    def _spent(self) -> tuple[str, tuple[str, ...]]:
        """SQL of a cost in the wanted currency at the rate of its day, and the join that finds that."""
        if not self.known.facts.is_foreign("spend", self.known.currency):
            return "spend.amount", ()
        join = (
            "LEFT JOIN rate_day AS rate ON rate.on_date = spend.spent_on AND rate.from_currency = spend.currency"
            " AND rate.to_currency = $currency AND rate.kind = 'market'"
        )
        amount = (
            "CASE WHEN spend.currency = $currency THEN spend.amount "
            "ELSE round(CAST(spend.amount AS DECIMAL(28, 2)) * rate.rate, 2) END"
        )
        return amount, (join,)

    def _is_lead(self, alias: str) -> str:
        """SQL that holds for rows of `lead` that count as leads."""
        without = (self.catalogue.exclusions[name].when for name in self.catalogue.measures["created_leads"].without)
        return " AND ".join(negated(qualified(when, alias, ())) for when in without)

    def _key(self, table: str) -> str:
        """SQL of what rows are brought together by."""
        return {"channel": "named.channel", "campaign": f"{table}.campaign_id"}.get(self.split_by, f"{table}.source")

    def _name(self, table: str) -> str:
        """SQL of what that is called, where it is not called what it is."""
        return f"coalesce(labelled.name, {table}.campaign_id)" if self.split_by == "campaign" else "NULL"

    def _named(self, table: str) -> str:
        """SQL of the join that keys or names come from."""
        if self.split_by == "campaign":
            return f"LEFT JOIN campaign AS labelled ON labelled.id = {table}.campaign_id"
        if self.split_by == "channel":
            pairs = (f"unnest(CAST(${name}s AS VARCHAR[])) AS {name}" for name in ("source", "channel"))
            named = f"(SELECT {', '.join(pairs)})"
            return f"LEFT JOIN {named} AS named ON named.source = {table}.source"
        return ""

    @staticmethod
    def _channels(channels: Mapping[str, str]) -> Mapping[str, object]:
        """Values of that join: names of sources and their channels."""
        return {"sources": list(channels), "channels": list(channels.values())}

    def _statement(self, sql: str, values: Mapping[str, object]) -> Statement:
        """The statement, with the values that are bound in it."""
        own = {
            "as_of": self.known.as_of,
            "starts_on": self.period.start,
            "ends_on": self.period.end,
            "currency": self.known.currency,
            **values,
        }
        text = "\n".join(line for line in sql.splitlines() if line.strip())
        return Statement(sql=text, values={name: own[name] for name in bound_names(text)})


def _lines(joins: Iterable[str]) -> str:
    return "\n  ".join(joins)
