"""A day → what is to be repaired in deals and leads, by owner, with the rows behind it where they are asked for.

Pure. Two statements, and two more where rows are listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, cast

from lievik.errors import ParameterError, UnknownNameError
from lievik.insight.funnel import Side, share_side
from lievik.model.quality import (
    ANY,
    Clean,
    Fault,
    Faulty,
    FaultyRow,
    NotLooked,
    OwnerQuality,
    QualityAnswer,
    TeamQuality,
)
from lievik.model.request import MetricRequest
from lievik.model.stage_rule import StageRule
from lievik.planner.deal_filter import deal_filter
from lievik.planner.deal_picking import knows_all
from lievik.planner.quality_rules import FAULTS, RULES, STAGE_FAULTS, missing_for, rules_of
from lievik.planner.quality_sql import QualitySQL
from lievik.planner.request_words import Said
from lievik.planner.stage_rule_sql import StageRules
from lievik.planner.standing_sql import Known
from lievik.planner.statement import Statement
from lievik.questions.stating import Stating
from lievik.questions.target import tells_steps

_TABLES: Final = ("deal", "lead")
_NONE: Final = Clean(clean=0, of=0)
_MOST_DAYS: Final = 3650
_TOLD: Final = 14
"""Columns of a listed row before the flags of its faults."""


@dataclass(frozen=True, kw_only=True)
class Looking:
    """What is looked for.

    Attributes:
        listed: a fault whose rows are listed, `all` for every one's; nothing for none.
        days: without an activity for so many an open deal or lead lies idle.
        stage_rules: what stages ask of their deals.
    """

    listed: str = ""
    days: int = 30
    stage_rules: tuple[StageRule, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what makes no sense.

        Raises:
            UnknownNameError: there is no such fault.
            ParameterError: everything would lie idle.
        """
        if self.listed and self.listed not in (*FAULTS, ANY):
            raise UnknownNameError("fault", self.listed, (*FAULTS, ANY))
        if not 1 <= self.days <= _MOST_DAYS:
            raise ParameterError("days", str(self.days), f"it has to be 1 or more, and {_MOST_DAYS} at the most")

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Those whose rows are listed."""
        return FAULTS if self.listed == ANY else tuple(fault for fault in FAULTS if fault == self.listed)


@dataclass(frozen=True, kw_only=True)
class _Group:
    """What was counted of everybody, or of one owner."""

    rows: Clean = _NONE
    faults: dict[Fault, Faulty] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _Counted:
    """What was counted of a table."""

    whole: _Group = field(default_factory=_Group)
    owners: dict[str, _Group] = field(default_factory=dict)
    teams: dict[str, _Group] = field(default_factory=dict)


def quality(company: Stating, said: Said, looking: Looking, as_of: str | date | None = None) -> QualityAnswer:
    """Tell what is to be repaired.

    Args:
        company: deals as they stood at the end of the as-of day.
        said: where, currency.
        looking: for what.
        as_of: the day.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    request = company.request(("win_rate",), said, as_of)
    currency = request.currency or company.facts.currency
    not_looked = tuple(_not_looked(company, request, looking))
    writers = list(_writers(company, request, looking, {found.fault for found in not_looked}))
    counted = {sql.table: _counted(sql, company.run(sql.counts())) for sql in writers}
    deals, leads = (counted.get(table, _Counted()) for table in _TABLES)
    return QualityAnswer(
        as_of=request.as_of,
        days=looking.days,
        currency=currency,
        deals=deals.whole.rows,
        leads=leads.whole.rows,
        faults={**deals.whole.faults, **leads.whole.faults},
        owners=_owners(deals, leads),
        teams=_teams(deals, leads),
        not_looked=not_looked,
        unknown_stages=_unknown_stages(company, looking),
        listed=looking.listed,
        rows=tuple(row for sql in writers for row in _listed(sql, looking, company)),
    )


def _not_looked(company: Stating, request: MetricRequest, looking: Looking) -> Iterator[NotLooked]:
    """Faults that the data tells nothing of: a table or column is empty, or cannot be filtered as asked."""
    facts = company.facts
    for fault, rule in RULES.items():
        missing = missing_for(rule, facts)
        if not facts.has_rows(rule.table):
            yield NotLooked(fault=fault, reason="missing_table", facts={"tables": rule.table})
        elif missing:
            yield NotLooked(fault=fault, reason="missing_column", facts={"columns": ", ".join(missing)})
        elif rule.table == "lead" and not knows_all(request, company.catalogue, "lead"):
            yield NotLooked(fault=fault, reason="no_such_dimension")
        elif fault in STAGE_FAULTS and not looking.stage_rules:
            yield NotLooked(fault=fault, reason="no_stage_rules")
        elif fault in {"open_without_next_step", "stage_step_missing"} and not tells_steps(facts, request.as_of):
            yield NotLooked(fault=fault, reason="known_as_now_only")


def _writers(company: Stating, request: MetricRequest, looking: Looking, left_out: set[Fault]) -> Iterator[QualitySQL]:
    """What writes the statements, a table each; none for a table that has no rows or cannot be filtered as asked."""
    facts = company.facts
    known = Known(facts=facts, as_of=request.as_of, currency=request.currency or facts.currency)
    has_teams = facts.has_rows("team_member")
    for table in _TABLES:
        if facts.has_rows(table) and (table == "deal" or knows_all(request, company.catalogue, table)):
            yield QualitySQL(
                table=table,
                found=deal_filter(request, company.catalogue, ("team",) if has_teams else (), table=table),
                rules={fault: rule for fault, rule in rules_of(table).items() if fault not in left_out},
                known=known,
                stages=StageRules(rules=looking.stage_rules, facts=facts)
                if looking.stage_rules and table == "deal"
                else None,
                idle_since=request.as_of - timedelta(days=looking.days),
            )


def _counted(sql: QualitySQL, rows: Iterable[Sequence[object]]) -> _Counted:
    """Read what was counted of a table, and hold each owner against everybody together."""
    found = _Counted()
    for of_whom, name, *numbers in rows:
        group = _group(sql, cast("Sequence[int | Decimal | None]", numbers))
        if of_whom == "whole":
            found = replace(found, whole=group)
        else:
            groups = found.owners if of_whom == "owner" else found.teams
            groups[str(name or "")] = _held_against(group, found.whole)
    return found


def _group(sql: QualitySQL, numbers: Sequence[int | Decimal | None]) -> _Group:
    """Read what was counted of a group."""
    of, clean, *rest = numbers
    triples = zip(rest[::3], rest[1::3], rest[2::3], strict=True)
    return _Group(
        rows=Clean(clean=int(clean or 0), of=int(of or 0)),
        faults={
            fault: Faulty(
                found=int(found or 0), of=int(among or 0), amount=amount if isinstance(amount, Decimal) else None
            )
            for fault, (among, found, amount) in zip(sql.rules, triples, strict=True)
        },
    )


def _held_against(group: _Group, whole: _Group) -> _Group:
    """Say of each of an owner's numbers whether it is beyond what chance explains."""
    return _Group(
        rows=replace(group.rows, side=_side(group.rows.faulty, group.rows.of, whole.rows.faulty, whole.rows.of)),
        faults={
            fault: replace(found, side=_side(found.found, found.of, whole.faults[fault].found, whole.faults[fault].of))
            for fault, found in group.faults.items()
        },
    )


def _side(found: int, of: int, found_of_all: int, all_of: int) -> Side:
    return share_side(found, of, found_of_all / all_of) if all_of else ""


def _owners(deals: _Counted, leads: _Counted) -> tuple[OwnerQuality, ...]:
    """Put owners together, who has the most deals to repair first."""
    found = []
    for owner in {**deals.owners, **leads.owners}:
        sold, led = (counted.owners.get(owner, _Group()) for counted in (deals, leads))
        found.append(OwnerQuality(owner=owner, deals=sold.rows, leads=led.rows, faults={**sold.faults, **led.faults}))
    return tuple(sorted(found, key=_most_first))


def _teams(deals: _Counted, leads: _Counted) -> tuple[TeamQuality, ...]:
    """Put teams together, which has the most deals to repair first; none where nobody is in any."""
    names = {**deals.teams, **leads.teams}
    if not any(names):
        return ()
    found = []
    for name in names:
        sold, led = (counted.teams.get(name, _Group()) for counted in (deals, leads))
        found.append(TeamQuality(team=name, deals=sold.rows, leads=led.rows, faults={**sold.faults, **led.faults}))
    return tuple(sorted(found, key=lambda each: (-each.deals.faulty, -each.leads.faulty, each.team)))


def _unknown_stages(company: Stating, looking: Looking) -> tuple[str, ...]:
    """Names of stages that rules speak of and no pipeline has."""
    if not looking.stage_rules:
        return ()
    known = {str(name).lower() for (name,) in company.run(Statement(sql="SELECT DISTINCT name FROM stage", values={}))}
    return tuple(rule.stage for rule in looking.stage_rules if rule.stage.lower() not in known)


def _most_first(found: OwnerQuality) -> tuple[int, Decimal, int, str]:
    return -found.deals.faulty, found.deals.share or Decimal(0), -found.leads.faulty, found.owner


def _listed(sql: QualitySQL, looking: Looking, company: Stating) -> list[FaultyRow]:
    """The rows of a table that are listed, the largest first."""
    if not any(fault in sql.rules for fault in looking.faults):
        return []
    return [_row(sql, row) for row in company.run(sql.rows(looking.faults))]


def _row(sql: QualitySQL, row: Sequence[object]) -> FaultyRow:
    known, number, name, owner, account_id, account = (str(cell or "") for cell in row[:6])
    created_on, last_on, amount, currency, expected_close_on, closed_on, lacks, entered_on = row[6:_TOLD]
    return FaultyRow(
        table=sql.table,
        id=known,
        number=number,
        name=name or number,
        owner=owner,
        account_id=account_id,
        account=account,
        created_on=cast("date | None", created_on),
        last_on=cast("date | None", last_on),
        amount=cast("Decimal | None", amount),
        currency=str(currency or ""),
        expected_close_on=cast("date | None", expected_close_on),
        closed_on=cast("date | None", closed_on),
        faults=tuple(fault for fault, has_it in zip(sql.rules, row[_TOLD:], strict=False) if has_it),
        entered_on=cast("date | None", entered_on),
        lacks=tuple(filter(None, str(lacks or "").split(","))),
    )
