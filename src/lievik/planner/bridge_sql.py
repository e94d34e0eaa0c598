"""A bridge as SQL: each deal that moved between two days becomes the bars that it adds to, by exact rules.

Pure. Two readings are worked out in one pass: `net` compares the two days and gives a deal one reason, `step` follows
it from one stretch of days to the next. In both, opening and all bars are the closing, whatever the data are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from lievik.model.bridge import CHANGES, COMING
from lievik.planner.deal_walk import EARLY, UNTOLD, Walk, kind_of
from lievik.planner.statement import Statement, bound_names

_ENDED: Final = "after_standing IN ('won', 'lost')"


_WORTH: Final = """SELECT *, coalesce(before_amount, 0) AS was, coalesce(after_amount, 0) AS is_now,
  (before_in OR reason IN ('owner_in', 'pipeline_in', 'category_in', 'segment_in')) AS is_valued,
  reason IN ('owner_out', 'pipeline_out', 'category_out', 'segment_out') AS is_elsewhere,
  (after_in OR reason = 'won') AS is_counted_now,
  CASE WHEN before_in AND NOT is_over THEN before_part ELSE after_part END AS home
FROM reasoned"""

_GATHERED: Final = """-- pairs of a kind together, as bars only add up what they hold
gathered AS MATERIALIZED (
SELECT basis, reason, before_in, after_in, is_valued, is_elsewhere, is_counted_now, is_over, is_repriced, rise,
  is_rated, origin, before_part, after_part, home, before_currency, after_currency, has_before, has_after,
  count(*) AS deals, sum(was) AS was, sum(is_now) AS is_now, sum(was_then) AS was_then, sum(was_later) AS was_later,
  sum(is_later) AS is_later
FROM valued
GROUP BY basis, reason, before_in, after_in, is_valued, is_elsewhere, is_counted_now, is_over, is_repriced, rise,
  is_rated, origin, before_part, after_part, home, before_currency, after_currency, has_before, has_after
)"""

_TURN: Final = f"CASE WHEN bar.movement IN {COMING} THEN 0 WHEN bar.movement IN {CHANGES} THEN 1 ELSE 2 END"
"""On one day an amount changes after the deal came, and before it goes."""

_VANISHED: Final = """
UNION ALL
SELECT 'step', deal_id, until_on, {0}, {1}, on_date <= $from_on
FROM walk
WHERE is_gone"""

_TOLD: Final = (
    "sign(is_now - was) AS rise, was_later <> was_then AS is_repriced, "
    "before_amount IS NOT NULL AS has_before, after_amount IS NOT NULL AS has_after"
)
"""What bars ask of a pair, so that they need not look at its amounts."""

_RATED: Final = (
    "(NOT is_valued OR was_then IS NOT NULL) AND (NOT is_valued OR is_elsewhere OR was_later IS NOT NULL)"
    " AND (NOT is_counted_now OR is_later IS NOT NULL)"
)


@dataclass(frozen=True, kw_only=True)
class BridgeSQL:
    """Writes the statements of one bridge.

    Attributes:
        is_converted: some money is in another currency than the one asked for.
        values: what is bound: from_on, to_on, period_start, period_end, currency, and values of filters.
    """

    walk: Walk
    is_converted: bool
    values: Mapping[str, object]

    def sums(self) -> Statement:
        """What every bar comes to.

        A row a reading, part, currency and bar: basis, part, its label, currency, movement, is_between (it only moves
        deals between parts), deals, amount, converted amount, deals without a rate, deals without an amount, deals
        whose state is inferred.
        """
        label, join = self._label("summed.part")
        without_people = replace(self, walk=replace(self.walk, has_people=False))
        return without_people._statement(  # noqa: SLF001 - it is one of us
            "summed AS (\n"
            "SELECT basis, part, currency, movement, is_between, sum(deals) AS deals, sum(amount) AS amount,\n"
            "  sum(converted) FILTER (WHERE is_rated) AS converted,\n"
            "  coalesce(sum(deals) FILTER (WHERE is_rated), 0) AS rated,\n"
            "  coalesce(sum(deals) FILTER (WHERE NOT has_amount), 0) AS without_amount,\n"
            "  coalesce(sum(deals) FILTER (WHERE origin = 'inferred'), 0) AS inferred\n"
            "FROM bar\nGROUP BY basis, part, currency, movement, is_between\n)",
            f"SELECT basis, part, {label} AS label, currency, movement, is_between, CAST(deals AS BIGINT) AS deals, "
            "amount, converted, CAST(rated AS BIGINT) AS rated, CAST(without_amount AS BIGINT) AS without_amount, "
            f"CAST(inferred AS BIGINT) AS inferred\nFROM summed{join}",
        )

    def deals(self, movement: str = "") -> Statement:
        """The deals of one bar, or of all, the largest first: see `_listed` for the columns."""
        named = f" AND bar.movement = '{movement}'" if movement else ""
        return self._statement(
            "", self._listed(f"bar.basis = 'net' AND bar.movement NOT IN ('opening', 'closing'){named}")
        )

    def reversals(self) -> Statement:
        """Every step of deals of which the two days do not tell all, in order."""
        return self._statement(
            "-- a step that the two days know nothing of; an amount has to have gone both ways\n"
            "told AS (\n"
            "SELECT deal_id,\n"
            "  CASE WHEN movement IN ('increased', 'decreased') THEN 'amount' ELSE movement END AS movement,\n"
            "  count(*) FILTER (WHERE basis = 'step') AS steps, count(*) FILTER (WHERE basis = 'net') AS nets,\n"
            "  count(DISTINCT movement) FILTER (WHERE basis = 'step') AS ways\n"
            "FROM bar WHERE movement NOT IN ('opening', 'closing', 'exchange_rate') AND NOT is_between\n"
            "GROUP BY ALL\n),\n"
            "turned AS (\n"
            "SELECT DISTINCT deal_id FROM told\n"
            "WHERE CASE movement WHEN 'amount' THEN ways > 1 ELSE steps > nets END\n)",
            self._listed(
                "bar.basis = 'step' AND bar.movement <> 'exchange_rate' AND NOT bar.is_between\n"
                "  AND bar.deal_id IN (SELECT deal_id FROM turned)",
                f"bar.deal_id, bar.moved_on, {_TURN}, bar.movement",
            ),
        )

    def _listed(self, where: str, order: str = "abs(coalesce(bar.converted, bar.amount)) DESC, bar.deal_id") -> str:
        """Bars one by one, a row each with the columns of `MovedDeal`."""
        label, join = self._label("bar.part")
        gone = (
            "\nLEFT JOIN (SELECT id, arg_max(name, known_until) AS name FROM deal_past GROUP BY id) AS gone "
            "ON gone.id = bar.deal_id"
            if self.walk.facts.has_rows("deal_past")
            else ""
        )
        name = "coalesce(known.name, gone.name, bar.deal_id)" if gone else "coalesce(known.name, bar.deal_id)"
        return (
            f"SELECT bar.deal_id, {name} AS name, coalesce(owner.name, bar.owner_id, '') AS owner, {label} AS part,\n"
            "  bar.movement, bar.moved_on, bar.amount, bar.currency,\n"
            "  CASE WHEN bar.is_rated THEN bar.converted END AS converted,\n"
            "  bar.expected_before, bar.expected_after, bar.is_between\n"
            "FROM bar\nLEFT JOIN deal AS known ON known.id = bar.deal_id\n"
            "LEFT JOIN rep AS owner ON owner.id = bar.owner_id"
            f"{gone}{join}\nWHERE {where}\nORDER BY {order}"
        )

    def _label(self, key: str) -> tuple[str, str]:
        """SQL of a part's name, and the join that finds it."""
        split = self.walk.split
        if split is None or not split.label_table:
            return key, ""
        return "named.name", f"\nLEFT JOIN {split.label_table} AS named ON named.id = {key}"

    def _statement(self, cte: str, select: str) -> Statement:
        pairs = [self._pair(), self._reasoned(), self._valued()]
        gathered = [] if self.walk.has_people else [_GATHERED]
        ctes = [*self.walk.ctes(), *pairs, *gathered, self._bars("gathered" if gathered else "valued")]
        ctes += [cte] if cte else []
        joined = ",\n".join(ctes)
        sql = f"-- how open deals moved between two days\nWITH {joined}\n{select}"
        return Statement(sql=sql, values={name: self.values[name] for name in bound_names(sql)})

    def _pair(self) -> str:
        """What was before and after: of the two days, and of each step; only where either is in the pipeline."""
        after = (
            "walk.amount AS after_amount, walk.currency AS after_currency, walk.closed_on AS after_closed_on, "
            "{standing} AS after_standing, walk.missed AS after_missed, walk.part AS after_part, "
            "walk.expected_close_on AS after_expected_on, walk.owner_id AS after_owner_id, {is_in} AS after_in, "
            "walk.was_in, walk.is_born"
        )
        then = (
            "{0}.amount AS before_amount, {0}.currency AS before_currency, {0}.standing AS before_standing, "
            "{0}.missed AS before_missed, {0}.part AS before_part, {0}.expected_close_on AS before_expected_on, "
            "{0}.owner_id AS before_owner_id, coalesce({0}.origin, walk.origin) AS origin"
        )
        here = after.format(standing="walk.standing", is_in="walk.is_in")
        before = self._before(then)
        last = after.format(
            standing="CASE WHEN walk.is_gone THEN 'deleted' ELSE walk.standing END",
            is_in="walk.is_in AND NOT walk.is_gone",
        )
        gone = after.format(standing="'deleted'", is_in="FALSE")
        vanished = "" if self.walk.is_wholly_told else _VANISHED.format(gone, then.format("walk"))
        return f"""pair AS (
SELECT 'net' AS basis, walk.deal_id, $to_on AS moved_on, {last},
  {then.format("opening")}, TRUE AS is_opening
FROM walk
LEFT JOIN walk AS opening ON opening.deal_id = walk.deal_id AND opening.on_date <= $from_on
WHERE walk.is_last
UNION ALL
SELECT 'step', deal_id, on_date, {here}, {before}, before.on_date <= $from_on
FROM walk
WHERE on_date > $from_on
UNION ALL
-- one that stood still is worth something else where rates moved
SELECT 'step', deal_id, $to_on, {here}, {then.format("walk")}, TRUE
FROM walk
WHERE on_date <= $from_on AND is_last AND NOT is_gone{vanished}
)"""

    def _before(self, then: str) -> str:
        """SQL of what was before a row; what is not told of it is empty."""
        before = then.format("before")
        for name, kind in UNTOLD.items():
            if name not in self.walk.told:
                before = before.replace(f"before.{name} ", f"CAST(NULL AS {kind}) ")
        if "origin" not in self.walk.told:
            before = before.replace("coalesce(before.origin, walk.origin)", "walk.origin")
        return before

    def _reasoned(self) -> str:
        """Give each pair its one reason, and the part that it belongs to."""
        early = ", ".join(f"'{kind}'" for kind in EARLY)
        over = "FALSE"
        if self.walk.split is not None:
            is_early = kind_of(self.walk.split) in EARLY
            over = "before_in AND before_part IS DISTINCT FROM after_part AND after_missed IS NULL"
            over += " AND after_standing <> 'deleted'" if is_early else " AND after_in"
        return f"""reasoned AS (
SELECT *, coalesce({over}, FALSE) AS is_over,
  CASE
    WHEN before_in AND after_in THEN 'stays'
    WHEN before_in THEN CASE
      WHEN after_standing = 'deleted' THEN 'deleted'
      WHEN after_missed IN ({early}) THEN after_missed || '_out'
      WHEN {_ENDED} THEN after_standing
      WHEN after_missed IS NOT NULL THEN after_missed || '_out'
      WHEN after_standing = 'unqualified' THEN 'disqualified'
      WHEN after_standing = 'before' THEN 'pulled_out'
      ELSE 'pushed_out' END
    WHEN before_standing IS NULL OR (is_born AND was_in IS NOT TRUE) THEN 'new'
    WHEN before_standing IN ('won', 'lost', 'deleted') THEN 'reopened'
    WHEN before_standing = 'in' THEN before_missed || '_in'
    WHEN before_standing = 'unqualified' THEN 'qualified'
    WHEN before_standing = 'before' THEN 'pushed_in'
    ELSE 'pulled_in'
  END AS reason
FROM (
  SELECT *, coalesce(before_standing = 'in' AND before_missed IS NULL, FALSE) AS before_in FROM pair
) AS pair
WHERE before_in OR after_in
)"""

    def _valued(self) -> str:
        """What a deal was worth before, what that is worth now, and what the deal is worth now."""
        if not self.is_converted:
            same = "was AS was_then, was AS was_later, is_now AS is_later, TRUE AS is_rated"
            told = _TOLD.replace("was_later <> was_then", "FALSE")
            return f"valued AS (\nSELECT *, {same}, {told}\nFROM (\n{_WORTH}\n) AS worth\n)"
        last = "(SELECT max(on_date) FROM rate_day WHERE on_date <= ${})"
        first_on = f"CASE WHEN is_opening THEN {last.format('from_on')} ELSE {last.format('to_on')} END"
        later_on = (
            f"CASE WHEN {_ENDED} AND after_closed_on <= $to_on THEN after_closed_on ELSE {last.format('to_on')} END"
        )
        rates = (
            ("rate_before", first_on, "before"),
            ("rate_between", later_on, "before"),
            ("rate_after", later_on, "after"),
        )
        joins = "".join(
            f"\nLEFT JOIN rate_day AS {name} ON {name}.on_date = {day} AND {name}.from_currency = {side}_currency"
            f" AND {name}.to_currency = $currency AND {name}.kind = 'market'"
            for name, day, side in rates
        )
        money = ("was", "before", "rate_before"), ("was", "before", "rate_between"), ("is_now", "after", "rate_after")
        columns = ",\n  ".join(
            f"{_converted(*found)} AS {name}"
            for name, found in zip(("was_then", "was_later", "is_later"), money, strict=True)
        )
        return (
            f"priced AS MATERIALIZED (\nSELECT worth.*,\n  {columns}\nFROM (\n{_WORTH}\n) AS worth{joins}\n),\n"
            "-- a deal that has no rate at any step is left out of all\n"
            f"unrated AS (SELECT deal_id FROM priced WHERE ({_RATED}) IS NOT TRUE),\n"
            "valued AS (\n"
            f"SELECT *, deal_id NOT IN (SELECT deal_id FROM unrated) AS is_rated, {_TOLD}\nFROM priced\n)"
        )

    def _bars(self, pairs: str) -> str:
        """The bars that each pair adds to, or many of a kind together."""
        pieces = [*_ENDS, *self._between(), *self._changes(), *_REASONS]
        return "bar AS (\n" + "\nUNION ALL\n".join(piece.sql(pairs) for piece in pieces) + "\n)"

    def _between(self) -> list[_Bar]:
        """Going over from one part to another: as much as comes in there goes out here."""
        if self.walk.split is None:
            return []
        kind = kind_of(self.walk.split)
        out = _Bar(f"{kind}_out", "is_over", "-was", "-was_then", side="before", part="before_part", is_between=True)
        return [
            out,
            _Bar(f"{kind}_in", "is_over", "was", "was_then", side="before", part="after_part", is_between=True),
        ]

    def _changes(self) -> list[_Bar]:
        """Amounts that went up or down; one in another currency than before goes down in that and up in this."""
        is_same = "before_currency = after_currency"
        change = "is_valued AND is_counted_now"
        rate = "is_valued AND NOT is_elsewhere AND is_repriced"
        moved = [_Bar("exchange_rate", rate, "0", "was_later - was_then", side="before")] if self.is_converted else []
        return [
            *moved,
            _Bar("increased", f"{change} AND {is_same} AND rise > 0", "is_now - was", "is_later - was_later"),
            _Bar("decreased", f"{change} AND {is_same} AND rise < 0", "is_now - was", "is_later - was_later"),
            _Bar("decreased", f"{change} AND NOT {is_same}", "-was", "-was_later", side="before"),
            _Bar("increased", f"{change} AND NOT {is_same}", "is_now", "is_later"),
        ]


@dataclass(frozen=True)
class _Bar:
    """One SELECT of bars.

    Attributes:
        movement: the reason where none is named.
        where: which pairs add to it.
        amount, converted: how much, in the currency of the `side`, and in the one asked for.
        part: SQL of the part.
        is_between: it only moves deals between parts.
    """

    movement: str
    where: str
    amount: str
    converted: str
    side: str = "after"
    part: str = "home"
    is_between: bool = False

    def sql(self, pairs: str) -> str:
        """The SELECT from single pairs, or from what was gathered of them."""
        about = (
            "deals"
            if pairs == "gathered"
            else "coalesce(after_owner_id, before_owner_id) AS owner_id, before_expected_on AS expected_before,\n"
            "  after_expected_on AS expected_after, deal_id, moved_on"
        )
        name = f"'{self.movement}'" if self.movement else "reason"
        return (
            f"SELECT basis, {name} AS movement, {self.part} AS part,\n"
            f"  {self.side}_currency AS currency, CAST({self.amount} AS DECIMAL(18, 2)) AS amount,\n"
            f"  CAST({self.converted} AS DECIMAL(28, 2)) AS converted,\n"
            f"  is_rated, has_{self.side} AS has_amount, {self.is_between} AS is_between, origin,\n"
            f"  {about}\nFROM {pairs} WHERE {self.where}"
        )


_ENDS: Final = (
    _Bar("opening", "before_in AND basis = 'net'", "was", "was_then", side="before", part="before_part"),
    _Bar("closing", "after_in AND basis = 'net'", "is_now", "is_later", part="after_part"),
)

_REASONS: Final = (
    _Bar("", "NOT before_in AND NOT is_valued", "is_now", "is_later"),
    _Bar("", "NOT before_in AND is_valued", "was", "was_then", side="before"),
    _Bar("", "reason = 'won'", "-is_now", "-is_later"),
    _Bar("", "before_in AND is_elsewhere", "-was", "-was_then", side="before"),
    _Bar("", "before_in AND reason NOT IN ('stays', 'won') AND NOT is_elsewhere", "-was", "-was_later", side="before"),
)
"""What came or went for a reason; what goes elsewhere is worth there what it was worth here."""


def _converted(amount: str, side: str, rate: str) -> str:
    """SQL of an amount in the currency that is asked for."""
    converted = f"round(CAST({amount} AS DECIMAL(28, 2)) * {rate}.rate, 2)"
    return f"CASE WHEN {side}_currency = $currency THEN {amount} ELSE {converted} END"
