"""A request → open deals and leads, ordered by the money that a day of selling is expected to bring there.

Pure. What is learned is learned from the whole company; filters choose whose deals and leads are listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, cast

from lievik.catalogue.catalogue import Catalogue
from lievik.insight.calling import AgeChance, Ages, Share, told_apart, with_odds
from lievik.insight.outcome_curve import Aged
from lievik.model.calling import Call, CallingAnswer, CallReason, ToDo
from lievik.model.facts import Facts
from lievik.model.request import MetricRequest
from lievik.model.segments import FIT, Segment, SegmentMeasure, SegmentsAnswer
from lievik.planner.calling_sql import CallingSQL
from lievik.planner.deal_filter import DealFilter, deal_filter
from lievik.planner.deal_picking import knows_all
from lievik.planner.request_words import Said
from lievik.planner.segments_sql import FIT_DIMENSION
from lievik.planner.standing_sql import Known
from lievik.questions.asking import decimal_of
from lievik.questions.segments import segment_dimensions, segments
from lievik.questions.stating import Stating
from lievik.questions.target import tells_steps

Row = Sequence[object]
_RENEWAL: Final = 12
_DEAL_KEYS: Final = 13
_LEAD_KEYS: Final = 7


@dataclass(frozen=True, kw_only=True)
class Learned:
    """What earlier deals and leads tell.

    Attributes:
        found: segments of the company.
        stages: those from which deals are won more often or less than from others; `has_stages` where a history of them
            came in, which then counts instead of age: old deals have come far.
        base: share of all deals that is won in the end.
        win_rate, size: segments that are told apart, the surest first.
        dimensions, lead_dimensions: in the order of the keys of each row.
        lead_kinds: by dimension's name, key -> how often such leads become deals.
    """

    found: SegmentsAnswer
    deals: Ages
    leads: Ages
    stages: Mapping[str, Share]
    has_stages: bool
    base: float
    dimensions: tuple[str, ...]
    lead_dimensions: tuple[str, ...]
    lead_kinds: Mapping[tuple[str, str], tuple[str, Share]]

    def segment(self, measure: SegmentMeasure, keys: Mapping[str, str | None]) -> Segment | None:
        """The surest of the segments that a deal is in and that are told apart; none where it is in none."""
        for finding in self.found.findings:
            if finding.measure == measure and keys.get(finding.dimension) == finding.key:
                return next(each for each in self.found.of(finding.dimension) if each.key == finding.key)
        return None

    def lead_kind(self, keys: Mapping[str, str | None]) -> tuple[str, str, Share] | None:
        """What is told of leads of its kind: dimension, label and share; the kind that rests on most leads."""
        kinds = [
            (name, *self.lead_kinds[name, key]) for name, key in keys.items() if key and (name, key) in self.lead_kinds
        ]
        return max(kinds, key=lambda kind: kind[2].records, default=None)


def calling(
    company: Stating, said: Said, as_of: str | date | None = None, *, has_amounts: bool = True
) -> CallingAnswer:
    """Order what is open, as people ask for it.

    Args:
        company: deals as they stood at the end of the as-of day.
        said: where, currency.
        as_of: the day.
        has_amounts: open deals' amounts are those of the day; otherwise those of deals like them are taken.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    request = company.request(("win_rate",), said, as_of)
    found = segments(company, {"currency": said.get("currency", "")}, as_of)
    answer = CallingAnswer(as_of=request.as_of, currency=found.currency)
    if found.reason or found.whole is None:
        return CallingAnswer(
            as_of=request.as_of, currency=found.currency, reason=found.reason, reason_facts=found.reason_facts
        )
    learned, sql = _learned(company, request, found)
    deals = company.run(sql.open_deals())
    has_leads = company.facts.has_rows("lead") and knows_all(request, company.catalogue, "lead")
    has_steps = tells_steps(company.facts, request.as_of)
    calls = [
        _deal_call(row, learned, request.as_of, has_amounts=has_amounts, has_steps=has_steps)
        for row in deals
        if not row[_RENEWAL]
    ]
    calls += [_lead_call(row, learned) for row in (company.run(sql.open_leads()) if has_leads else ())]
    return CallingAnswer(
        as_of=answer.as_of,
        currency=answer.currency,
        history=(found.period.start, found.period.end),
        calls=tuple(sorted(calls, key=_place)),
        ended=found.whole.ended,
        renewals=sum(bool(row[_RENEWAL]) for row in deals),
        without_amount=sum(call.per_day is None for call in calls),
        has_stages=learned.has_stages,
        late=learned.deals.late,
    )


def _place(call: Call) -> tuple[bool, Decimal, Decimal, str, str]:
    """The most money per day first; where no amount is known, the best chance first, after all others."""
    return call.per_day is None, -(call.per_day or Decimal(0)), -call.chance, call.name, call.id


def _learned(company: Stating, request: MetricRequest, found: SegmentsAnswer) -> tuple[Learned, CallingSQL]:
    """Learn from the history that segments are told by, and prepare what lists the open ones."""
    catalogue, facts = company.catalogue, company.facts
    told = dict.fromkeys(each.dimension for each in found.findings if each.measure in {"win_rate", "size"})
    deals = _split(request, catalogue, told, "deal")
    lead_names = [name for name in segment_dimensions(catalogue) if "lead" in catalogue.dimension(name).through]
    has_leads = facts.has_rows("lead") and knows_all(request, catalogue, "lead")
    kinds = [*lead_names, *([FIT] if FIT in told else [])]
    leads = _split(request, catalogue, kinds, "lead") if has_leads else DealFilter(keys=(), restrictions=(), values={})
    known = Known(facts=facts, as_of=request.as_of, currency=found.currency)
    sql = CallingSQL(deals=deals, leads=leads, known=known, since=found.period.start)
    deal_ages = _ages(company.run(sql.deal_ages()))
    counts = _came(company.run(sql.stages())) if _has_stages(facts) else {}
    learned = Learned(
        found=found,
        deals=deal_ages,
        leads=_ages(company.run(sql.lead_ages())) if has_leads else Ages(()),
        stages=told_apart({stage: each for stage, each in counts.items() if stage}, counts.get("", (0, 0))),
        has_stages=bool(counts.get("", (0, 0))[0]),
        base=_base(found, deal_ages, counts.get("", (0, 0))),
        dimensions=tuple(key.name for key in deals.keys),
        lead_dimensions=tuple(key.name for key in leads.keys),
        lead_kinds=_kinds(company.run(sql.leads_by_kind()), leads) if has_leads else {},
    )
    return learned, sql


def _split(request: MetricRequest, catalogue: Catalogue, names: Iterable[str], table: str) -> DealFilter:
    """The rows of a table that are listed, with the dimensions that they are told by."""
    wanted = tuple(names)
    found = deal_filter(request, catalogue, [name for name in wanted if name != FIT], table=table)
    keys = (*found.keys, *([FIT_DIMENSION] if FIT in wanted else []))
    return DealFilter(keys=keys, restrictions=found.restrictions, values=found.values, table=table)


def _has_stages(facts: Facts) -> bool:
    return facts.has_values("deal_version", "stage_id")


def _ages(rows: Sequence[Row]) -> Ages:
    counts = (cast("tuple[int, int, int, int]", tuple(row)) for row in rows)
    return Ages(Aged(age=age, won=won, lost=lost, open=still) for age, won, lost, still in counts)


def _came(rows: Sequence[Row]) -> dict[str, tuple[int, int]]:
    """Deals that came to each stage, and those of them that were won; all deals have no name."""
    return {str(stage or ""): (cast("int", ended), cast("int", won)) for stage, ended, won in rows}


def _base(found: SegmentsAnswer, ages: Ages, came: tuple[int, int]) -> float:
    """The share of all deals that is won: of those with a history of stages, else by age, else of those that ended."""
    ended, won = came
    if ended:
        return won / ended
    fresh = ages.at(0)
    if fresh is not None:
        return fresh.of_all
    return found.whole.won / found.whole.ended if found.whole and found.whole.ended else 0.0


def _kinds(rows: Sequence[Row], leads: DealFilter) -> dict[tuple[str, str], tuple[str, Share]]:
    """Which kinds of leads become deals more often or less: all dimensions are judged together."""
    names = [key.name for key in leads.keys]
    counts: dict[str, tuple[int, int]] = {}
    labels: dict[str, tuple[str, str, str]] = {}
    whole = (0, 0)
    for number, key, label, ended, became in rows:
        if number is None:
            whole = cast("int", ended), cast("int", became)
        elif key is not None:
            place = f"{number}:{key}"
            counts[place] = cast("int", ended), cast("int", became)
            labels[place] = names[cast("int", number)], str(key), str(label)
    return {labels[place][:2]: (labels[place][2], share) for place, share in told_apart(counts, whole).items()}


def _deal_call(row: Row, learned: Learned, as_of: date, *, has_amounts: bool, has_steps: bool) -> Call:
    """One open deal."""
    texts = [str(cell or "") for cell in row[:7]]
    created_on, age, own, step_on, expected_on = cast(
        "tuple[date | None, int | None, Decimal | None, date | None, date | None]", tuple(row[7:12])
    )
    keys = dict(zip(learned.dimensions, cast("Sequence[str | None]", row[_DEAL_KEYS:]), strict=True))
    amount, worth = _amount(own if has_amounts else None, learned, keys)
    aged = learned.deals.at(age or 0)
    chance, why = _chance(learned, keys, aged, age, texts[5], texts[6])
    days = Decimal(str(round(aged.days_left, 1))) if aged else _mean_days(learned)
    todos: list[ToDo] = []
    if has_steps:
        if step_on is None:
            todos.append("no_next_step")
        elif step_on < as_of:
            todos.append("step_overdue")
    if expected_on is not None and expected_on < as_of:
        todos.append("close_date_passed")
    if learned.deals.late is not None and age is not None and age > learned.deals.late:
        todos.append("late")
    return Call(
        kind="deal",
        id=texts[0],
        name=texts[1],
        account_id=texts[2],
        account=texts[3],
        owner=texts[4],
        stage=texts[6],
        created_on=created_on,
        amount=amount,
        chance=chance,
        days_left=days,
        per_day=None if amount is None else decimal_of(float(amount * chance / days)),
        reasons=(*worth, *why),
        todos=tuple(todos),
    )


def _mean_days(learned: Learned) -> Decimal:
    """Days that a deal takes, where too few were followed to tell by age."""
    value = learned.found.whole.numbers["speed"].value if learned.found.whole else None
    return max(value or Decimal(1), Decimal(1))


def _amount(
    own: Decimal | None, learned: Learned, keys: Mapping[str, str | None]
) -> tuple[Decimal | None, list[CallReason]]:
    """What it is worth: its own amount, else the mean of its segment where sizes are told apart, else that of all."""
    if own is not None:
        return own, [CallReason(kind="amount", value=own)]
    segment = learned.segment("size", keys)
    number = segment.numbers["size"] if segment else learned.found.whole and learned.found.whole.numbers["size"]
    if not number or number.value is None:
        return None, []
    value = number.value
    if segment is None:
        return value, [CallReason(kind="company_size", value=value, n=number.n)]
    return value, [CallReason(kind="size", value=value, dimension=segment.dimension, label=segment.label, n=number.n)]


def _chance(  # noqa: PLR0913, PLR0917 - all that tells
    learned: Learned,
    keys: Mapping[str, str | None],
    aged: AgeChance | None,
    age: int | None,
    stage_id: str,
    stage: str,
) -> tuple[Decimal, list[CallReason]]:
    """How likely it is won, and why: what all deals tell, then what is told apart by age, stage and segment."""
    whole = learned.found.whole
    rate = whole.won / whole.ended if whole and whole.ended else 0.0
    shares: list[Share] = []
    reasons = []
    base = learned.base
    if not learned.has_stages and aged is not None and aged.is_told and age is not None:
        base = aged.value
        reasons.append(
            CallReason(kind="age", value=decimal_of(base), rest=decimal_of(aged.of_all), days=age, n=aged.records)
        )
    if stage_id in learned.stages:
        share = learned.stages[stage_id]
        shares.append(share)
        reasons.append(_reason("stage", share, label=stage))
    segment = learned.segment("win_rate", keys)
    if segment is not None and segment.drawn is not None:
        share = Share(value=float(segment.drawn), of_all=rate, records=segment.ended)
        shares.append(share)
        reasons.append(_reason("segment", share, dimension=segment.dimension, label=segment.label))
    if not reasons:
        reasons.append(CallReason(kind="company_rate", value=decimal_of(base), n=whole.ended if whole else 0))
    return decimal_of(with_odds(base, shares)), reasons


def _reason(kind: str, share: Share, *, dimension: str = "", label: str = "") -> CallReason:
    return CallReason(
        kind=cast("object", kind),  # type: ignore[arg-type]
        value=decimal_of(share.value),
        rest=decimal_of(share.of_all),
        dimension=dimension,
        label=label,
        n=share.records,
    )


def _lead_call(row: Row, learned: Learned) -> Call:
    """One open lead: it has to become a deal first, and the deal to be won."""
    texts = [str(cell or "") for cell in row[:5]]
    created_on, age = cast("tuple[date | None, int | None]", tuple(row[5:7]))
    keys = dict(zip(learned.lead_dimensions, cast("Sequence[str | None]", row[_LEAD_KEYS:]), strict=True))
    aged = learned.leads.at(age or 0)
    becomes = aged.value if aged and aged.is_told else aged.of_all if aged else 0.0
    reasons = [
        CallReason(
            kind="becomes_deal",
            value=decimal_of(becomes),
            rest=decimal_of(aged.of_all) if aged else None,
            days=age if aged and aged.is_told else None,
            n=aged.records if aged else learned.leads.count,
        )
    ]
    kind = learned.lead_kind(keys)
    if kind is not None:
        becomes = with_odds(becomes, [kind[2]])
        reasons.append(_reason("source", kind[2], dimension=kind[0], label=kind[1]))
    fresh = learned.deals.at(0)
    chance, why = _chance(learned, keys, fresh, None, "", "")
    amount, worth = _amount(None, learned, keys)
    deal_days = Decimal(str(round(fresh.days_left, 1))) if fresh else _mean_days(learned)
    days = max(decimal_of((aged.days_left if aged else 0.0) + becomes * float(deal_days)), Decimal(1))
    likely = decimal_of(becomes * float(chance))
    return Call(
        kind="lead",
        id=texts[0],
        name=texts[3] or texts[1],
        account_id=texts[2],
        account=texts[3],
        owner=texts[4],
        stage="",
        created_on=created_on,
        amount=amount,
        chance=likely,
        days_left=days,
        per_day=None if amount is None else decimal_of(float(amount * likely / days)),
        reasons=(*worth, *reasons, *why),
    )
