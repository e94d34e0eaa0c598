"""Of any targets the one that holds is the one that a plain reading of the rules gives."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from lievik.desk.aim_choice import AimChoice
from lievik.model.aim import Aim, result_key
from lievik.model.periods import Period, custom_period
from lievik.model.quota import Subject
from tests.language.results import a_result

COMPANY = Subject(kind="company", id="", name="company")
WEST = Subject(kind="team", id="t1", name="West")
FIRST = date(2026, 1, 1)

spans = st.builds(
    lambda start, days: custom_period(FIRST + timedelta(start), FIRST + timedelta(start + days)),
    st.integers(0, 6),
    st.integers(1, 8),
)


@given(
    typed=st.lists(
        st.tuples(spans, st.sampled_from([COMPANY, WEST]), st.sampled_from(["win_rate", "other"])), max_size=8
    ),
    asked=spans,
    adds_up=st.booleans(),
    day=st.integers(0, 15),
)
def test_the_target_that_holds_is_the_nearest_one_that_may(
    typed: list[tuple[Period, Subject, str]], asked: Period, *, adds_up: bool, day: int
) -> None:
    aims = [
        Aim(
            metric=metric,
            subject=subject,
            period=period,
            bounds=(Decimal(1),),
            unit="share",
            currency="",
            better="higher",
            adds_up=adds_up,
            typed_at=datetime(2026, 1, 1, tzinfo=UTC),
            typed_by="",
            number=number,
        )
        for number, (period, subject, metric) in enumerate(typed, start=1)
    ]
    result = a_result(period=asked, as_of=FIRST + timedelta(day))
    found = AimChoice(aims=aims, teams=[WEST]).for_results([result]).get(result_key(result))

    def may(aim: Aim) -> bool:
        days = {aim.period.start + timedelta(n) for n in range(aim.period.days)}
        wanted = {asked.start + timedelta(n) for n in range(asked.days)}
        if aim.metric != "win_rate" or aim.subject != COMPANY or not wanted <= days:
            return False
        return not adds_up or wanted == days or (min(days) == min(wanted) and max(wanted) == result.as_of)

    fitting = sorted((aim.period.days, -aim.number) for aim in aims if may(aim))
    assert (found and (found.period.days, -found.number)) == (fitting[0] if fitting else None)
