"""The win rate as a curve, on deals that a reader can add up in the head, and on companies whose truth is known."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from lievik.errors import RequestError, UnknownNameError
from lievik.model.win_curve import Cohort, WinCurveAnswer
from tests.soundness.table_from_docstring import Told, company, company_of

AS_OF = date(2026, 6, 30)


def shares(cohort: Cohort, age: int) -> tuple[float | None, float | None, float | None]:
    found = cohort.by(age)
    assert found is not None
    won, lost, still = (
        None if part is None else round(float(part.value), 9) for part in (found.won, found.lost, found.open)
    )
    return won, lost, still


def test_five_deals_by_hand(told: Told) -> None:
    """Of five created in Q1 two are won, after 10 and after 100 days; one is lost after 30; two are open.

    By 30: 1/5 won, 1/5 lost, 3/5 open. One of those is only 95 days old; what becomes of the other two, each of whom
    stands for 3/10 of all, is not told of all.

    deal | id outcome created_on closed_on
         | a  won     2026-01-01 2026-01-11
         | b  lost    2026-01-01 2026-01-31
         | c  won     2026-01-01 2026-04-11
         | d  open    2026-03-27 -
         | e  open    2026-01-02 -
    """
    answer = told().workspace.win_curve(period="2026-Q1", within=(9, 10, 30, 91, 100))
    (cohort,) = answer.cohorts
    assert (cohort.deals, cohort.won, cohort.lost, cohort.open, cohort.youngest) == (5, 2, 1, 2, 91)
    assert shares(cohort, 9) == (0, 0, 1)
    assert shares(cohort, 10) == (0.2, 0, 0.8)
    assert shares(cohort, 30) == (0.2, 0.2, 0.6)
    assert shares(cohort, 91) == (0.2, 0.2, 0.6)
    assert shares(cohort, 100) == (None, None, None)
    assert answer.whole.reached == cohort.reached
    assert [found.status for found in cohort.reached] == ["insufficient"] * 4 + ["immature"]
    assert [found.won_deals for found in cohort.reached] == [0, 1, 1, 1, None]


def test_a_deal_closed_before_it_was_created_has_the_age_0(told: Told) -> None:
    """Two deals, one of them with its days the wrong way round.

    deal | id outcome created_on closed_on
         | a  won     2026-01-10 2026-01-05
         | b  lost    2026-01-10 2026-02-10
    """
    assert shares(told().workspace.win_curve(period="2026-Q1", within=[1]).whole, 1) == (0.5, 0, 0.5)


def test_what_counts_and_what_is_left_out(told: Told) -> None:
    """Of seven deals two count: others are deleted, not qualified, created on no day, ended on no day, or later.

    deal | id outcome created_on closed_on  qualified_on is_deleted
         | a  won     2026-01-10 2026-01-20 2026-01-11   no
         | b  open    2026-01-10 -          2026-01-11   no
         | c  won     2026-01-10 2026-01-20 2026-01-11   yes
         | d  won     2026-01-10 2026-01-20 -            no
         | e  won     -          2026-01-20 2026-01-11   no
         | f  lost    2026-01-10 -          2026-01-11   no
         | g  won     2026-07-10 2026-07-20 2026-07-11   no
    """
    answer = told().workspace.win_curve(period="2026")
    assert (answer.whole.deals, answer.whole.won, answer.whole.open) == (2, 1, 1)
    assert (answer.undated, answer.untold, answer.is_all_counted) == (1, 1, False)


def test_what_closes_after_the_day_is_open_on_it(told: Told) -> None:
    """One deal won on the as-of day, one won the day after.

    deal | id outcome created_on closed_on
         | a  won     2026-01-10 2026-03-31
         | b  won     2026-01-10 2026-04-01
    """
    answer = told().workspace.win_curve(period="2026-01-10", as_of="2026-03-31", within=[80])
    assert (answer.whole.won, answer.whole.open) == (1, 1)
    assert shares(answer.whole, 80) == (0.5, 0, 0.5)


def deals(*cohorts: tuple[date, int, int, int, int]) -> list[dict[str, object]]:
    """So many deals a day of creation: won after ten days, lost after twenty, open; `id` begins with the last."""
    rows: list[dict[str, object]] = []
    for number, (day, won, lost, still, _) in enumerate(cohorts):
        for outcome, count, took in (("won", won, 10), ("lost", lost, 20), ("open", still, None)):
            closed = None if took is None else day + timedelta(days=took)
            rows += [
                {"id": f"{number}{outcome}{n}", "outcome": outcome, "created_on": day, "closed_on": closed}
                for n in range(count)
            ]
    return rows


def test_a_young_cohort_is_told_up_to_its_age_and_flagged_beyond() -> None:
    """As of 30 June the youngest of March is 91 days old, the oldest 121; of June 0 and 29."""
    rows = deals((date(2026, 3, 5), 8, 8, 4, 0), (date(2026, 6, 1), 5, 5, 10, 0), (date(2026, 6, 25), 0, 0, 10, 0))
    answer = company_of({"deal": rows}).workspace.win_curve(
        period="2026-03-01..2026-06-30", grain="month", within=[10, 14, 15, 16, 91, 92, 106, 107, 121]
    )
    march, april, may, june = answer.cohorts
    assert [found.status for found in march.reached[:5]] == ["ok"] * 5
    assert [march.by(age).status for age in (92, 106, 107, 121)] == ["immature"] * 4  # type: ignore[union-attr]
    assert [march.by(age).won is None for age in (92, 106, 107, 121)] == [False, False, True, True]  # type: ignore[union-attr]
    assert {found.status for found in (*april.reached, *may.reached)} == {"undefined"}
    assert [june.by(age).won is None for age in (10, 14, 15, 16)] == [False, False, False, True]  # type: ignore[union-attr]
    assert june.by(10).status == "immature"  # type: ignore[union-attr]
    # ten of thirty are only five days old
    assert shares(june, 10) == (0.25, 0, 0.75)


def test_parts_are_told_apart_by_who_they_are_and_not_by_their_name(told: Told) -> None:
    """Two reps of one name, and a deal of nobody.

    rep  | id name
         | r1 Eva
         | r2 Eva

    deal | id outcome created_on closed_on  owner_id
         | a  won     2026-01-10 2026-01-20 r1
         | b  lost    2026-01-10 2026-01-20 r2
         | c  won     2026-01-10 2026-01-20 -
    """
    answer = told().workspace.win_curve(period="2026-Q1", by="owner")
    assert [(part.part, part.won, part.lost) for part in answer.parts] == [("Eva", 1, 0), ("Eva", 0, 1), (None, 1, 0)]
    assert answer.whole.deals == sum(part.deals for part in answer.parts)
    assert told().workspace.win_curve(period="2026-Q1", where={"owner": "Eva"}).whole.deals == 2


@pytest.mark.parametrize(
    ("text", "reason", "needs"),
    [("", "missing_table", "deal"), ("deal | id outcome\n | 1 won", "missing_column", "deal.created_on")],
)
def test_what_is_missing_is_named(text: str, reason: str, needs: str) -> None:
    answer = company(text).workspace.win_curve()
    assert (answer.reason, list(answer.reason_facts.values()), answer.whole.deals) == (reason, [needs], 0)


@pytest.mark.parametrize("within", [(), (0,), (30, 3651), range(1, 14)])
def test_ages_that_are_none_are_refused(within: tuple[int, ...]) -> None:
    with pytest.raises(RequestError):
        company("").workspace.win_curve(within=within)


def test_a_grain_that_is_none_and_two_dimensions_are_refused() -> None:
    with pytest.raises(UnknownNameError):
        company("").workspace.win_curve(grain="fortnight", period="2026")
    with pytest.raises(RequestError):
        company("").workspace.win_curve(by=("owner", "team"))


# ------------------------------------------------------------------------------------ companies whose truth is known


def made(
    became: Callable[[Random, date], tuple[str, int]], *, seed: int = 1, a_day: int = 6, first: date = date(2025, 1, 1)
) -> list[dict[str, object]]:
    """A company's deals up to the as-of day, so many a day; each becomes won or lost after some days, or stays open."""
    random, rows = Random(seed), []  # noqa: S311 - nothing here is a secret
    for number in range((AS_OF - first).days + 1):
        day = first + timedelta(days=number)
        for each in range(a_day):
            outcome, took = became(random, day)
            closed = day + timedelta(days=took)
            is_over = outcome != "open" and closed <= AS_OF
            rows.append(
                {
                    "id": f"{number}-{each}",
                    "outcome": outcome if is_over else "open",
                    "created_on": day,
                    "closed_on": closed if is_over else None,
                }
            )
    return rows


def curve_of(rows: list[dict[str, object]]) -> WinCurveAnswer:
    return company_of({"deal": rows}).workspace.win_curve(period="2025-07-01..2026-06-30")


def steady(random: Random, _: date) -> tuple[str, int]:
    """Won two times in five, after 20 to 80 days, lost sooner; everything is closed in the end."""
    return ("won", random.randint(20, 80)) if random.random() < 0.4 else ("lost", random.randint(5, 60))


def never_closed(random: Random, day: date) -> tuple[str, int]:
    """The same, but of the lost deals half are never closed."""
    outcome, took = steady(random, day)
    return ("open", 0) if outcome == "lost" and random.random() < 0.5 else (outcome, took)


def test_open_deals_flatter_where_losses_are_not_closed_and_only_there() -> None:
    """Truth: 40 % are won. Of those that end, 40 of 70."""
    flattered, honest = curve_of(made(never_closed)), curve_of(made(steady))
    assert flattered.plain.value is not None
    assert flattered.plain.value > Decimal("0.5")
    assert flattered.settled is not None
    assert flattered.settled.reached.won is not None
    won = flattered.settled.reached.won.interval
    assert won.low < Decimal("0.4") < won.high
    assert "open_deals_flatter" in flattered.warnings
    assert honest.warnings == ()
    assert honest.settled is not None
    assert honest.settled.has_settled


def test_an_honest_company_is_hardly_ever_warned() -> None:
    assert [curve_of(made(steady, seed=seed, a_day=2)).warnings for seed in range(12)].count(()) >= 11


def test_a_company_that_is_still_young_is_not_told_that_open_deals_flatter() -> None:
    """Deals take half a year and more, and the first are not much older: the curve has not settled."""

    def slow(random: Random, _: date) -> tuple[str, int]:
        return ("won" if random.random() < 0.4 else "lost", random.randint(150, 400))

    answer = curve_of(made(slow, first=date(2025, 10, 1)))
    assert answer.settled is not None
    assert not answer.settled.has_settled
    assert "open_deals_flatter" not in answer.warnings
    assert answer.warnings[0] == "many_still_open"


def test_a_rate_that_moves_with_the_closing_date_alone_is_an_artefact() -> None:
    """Wins wait for the last month of the quarter, as orders do; who is won has nothing to do with it."""

    def held_back(random: Random, day: date) -> tuple[str, int]:
        outcome, took = steady(random, day)
        closed = day + timedelta(days=took)
        if outcome == "won" and closed.month % 3 == 1:
            took += 35
        return outcome, took

    answer = curve_of(made(held_back))
    assert answer.swings is not None
    assert answer.swings.is_artefact
    assert answer.swings.closing.is_beyond_chance
    assert not answer.swings.created.is_beyond_chance
    assert answer.warnings == ("closing_dates_swing",)


def test_deals_that_are_won_more_often_are_no_artefact() -> None:
    """From November on three in five are won instead of one in five: both series move, as they should."""

    def better(random: Random, day: date) -> tuple[str, int]:
        rate = 0.6 if day >= date(2025, 11, 1) else 0.2
        return ("won" if random.random() < rate else "lost"), random.randint(5, 25)

    answer = curve_of(made(better))
    assert answer.swings is not None
    assert answer.swings.closing.is_beyond_chance
    assert not answer.swings.is_artefact
    assert answer.warnings == ("cohorts_differ",)


def recorded_from(day: date, rows: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    """A company whose record of closings begins on a day: what closed earlier is not in it."""
    for row in rows:
        closed = row["closed_on"]
        if not isinstance(closed, date) or closed >= day:
            yield row


def test_deals_created_before_closings_are_recorded_are_left_out() -> None:
    """Without that, those that were quickly lost would be missing, and the rest won too often."""
    rows = list(recorded_from(date(2025, 10, 1), made(steady)))
    answer = curve_of(rows)
    assert answer.recorded_from == date(2025, 10, 1)
    assert answer.whole.left_out > 0
    first, second = answer.cohorts[:2]
    assert (first.deals, first.left_out > 0, first.reached[0].won) == (0, True, None)
    won = second.by(90)
    assert won is not None
    assert won.won is not None
    assert won.won.interval.low < Decimal("0.4") < won.won.interval.high


def test_a_young_company_has_lost_nothing_of_its_record() -> None:
    """The first closing comes some weeks after the first deal, as it has to."""
    answer = curve_of(made(steady, first=date(2025, 7, 1)))
    assert (answer.recorded_from, answer.whole.left_out) == (None, 0)
