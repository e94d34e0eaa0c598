"""Questions of a workspace that look at more than one number: what moved, how far deals come, who stays.

It delegates only: each question is a file of its own in `questions`, loaded when it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Unpack

from lievik.answering import Answering
from lievik.planner.request_words import Said

if TYPE_CHECKING:
    from lievik.model.account_sheet import AccountSheet
    from lievik.model.bridge import BridgeAnswer
    from lievik.model.calling import CallingAnswer
    from lievik.model.channels import ChannelsAnswer
    from lievik.model.cohorts import CohortListAnswer, CohortsAnswer, CohortsOf
    from lievik.model.committee import CommitteeAnswer
    from lievik.model.coverage import CoverageAnswer
    from lievik.model.customer_moves import CustomersAnswer
    from lievik.model.drivers import DriversAnswer, VelocityAnswer
    from lievik.model.funnel import FunnelAnswer
    from lievik.model.leads import LeadsAnswer
    from lievik.model.levers import LeversAnswer
    from lievik.model.lifetime import LifetimeValueAnswer
    from lievik.model.possible_range import PossibleAnswer
    from lievik.model.products import ProductsAnswer
    from lievik.model.quality import QualityAnswer
    from lievik.model.reading_gap import VariantsAnswer
    from lievik.model.result import MetricResult
    from lievik.model.segments import SegmentsAnswer
    from lievik.model.self_test import SelfTest
    from lievik.model.slippage import SlippageAnswer
    from lievik.model.target import TargetAnswer
    from lievik.model.team import RepSheet, TeamAnswer
    from lievik.model.trend_flag import FlaggedMonth
    from lievik.model.win_curve import WinCurveAnswer
    from lievik.questions.channels import Choosing
    from lievik.questions.funnel import FunnelSaid


class Looking(Answering):
    """What looks at a workspace from many sides."""

    def drivers(self, metric: str, *, as_of: str | date | None = None, **said: Unpack[Said]) -> DriversAnswer:
        """Tell what moved a number: what each factor of its formula adds to the change, and in which segments.

        Args:
            metric: `metric` or `metric:variant`.
            as_of: answers are as of the end of this day.
            said: period, compare (left out for the period before), by (one dimension), where and more; see `Said`.

        Raises:
            RequestError: the question cannot be answered as it was asked.
        """
        from lievik.questions.growth import moved_by

        return moved_by(self.known_then(as_of), metric, said, as_of)

    def velocity(self, *, as_of: str | date | None = None, **said: Unpack[Said]) -> VelocityAnswer:
        """Tell how much money the pipeline brings in per day, by either preset, and what moved that.

        Args:
            as_of: answers are as of the end of this day.
            said: period (left out for the last full quarter that has data), compare, by (one), where, currency.

        Raises:
            RequestError: the question cannot be answered as it was asked.
        """
        from lievik.questions.velocity import velocity

        return velocity(self.known_then(as_of), said, as_of)

    def levers(
        self,
        metric: str = "",
        *,
        better: float | Decimal = 10,
        as_of: str | date | None = None,
        **said: Unpack[Said],
    ) -> LeversAnswer:
        """Tell what each factor of a number would bring if it were better, how often it got so, and which one is off.

        Args:
            metric: `metric` or `metric:variant`; left out for pipeline velocity.
            better: by so many per cent.
            as_of: answers are as of the end of this day.
            said: period (a quarter; left out for the last one that is over and old enough), where, currency.

        Raises:
            RequestError: the question cannot be answered as it was asked.
        """
        from lievik.questions.levers import levers

        return levers(self.known_then(as_of), metric, said, as_of, Decimal(str(better)) / 100)

    def team(self, rep: str = "", *, as_of: str | date | None = None, **said: Unpack[Said]) -> TeamAnswer | RepSheet:
        """Look at the teams of the company, or at one rep: each number beside its team, and how sure it is.

        Args:
            rep: a name; none for the teams.
            as_of: answers are as of the end of this day.
            said: period (left out for the last full quarter that has data), where, currency; see `Said`.

        Raises:
            RequestError: nobody of that name sells, or the question cannot be answered as it was asked.
        """
        from lievik.questions.team import team_or_rep

        return team_or_rep(rep, self.known_then(as_of), said, as_of)

    def cohorts(
        self,
        *,
        of: CohortsOf = "customers",
        has_returned: bool = False,
        as_of: str | date | None = None,
        **said: Unpack[Said],
    ) -> CohortsAnswer:
        """Follow customers by the period in which they first became one: what is left of them by their age in months.

        Args:
            of: customers, or the revenue that they bring.
            has_returned: those who come back count again; else a customer who was lost stays so.
            as_of: they are followed to the end of this day.
            said: period of becoming a customer (left out for all time), grain (left out for months up to two years,
                quarters up to eight), by (one dimension), where, currency; see `Said`.

        Raises:
            RequestError: the question cannot be answered as it was asked.
        """
        from lievik.questions.cohorts import cohorts

        return cohorts(self.known_then(as_of), said, of, as_of, has_returned=has_returned)

    def cohort_list(
        self,
        *,
        age: int | None = None,
        has_returned: bool = False,
        as_of: str | date | None = None,
        **said: Unpack[Said],
    ) -> CohortListAnswer:
        """List the customers that were won in a period, and who of them was still there at an age.

        Args:
            age: in months; left out, or greater, for the most that all of them have reached.
            has_returned: those who come back count again; else a customer who was lost stays so.
            as_of: they are followed to the end of this day.
            said: period of becoming a customer, where; see `Said`.

        Raises:
            RequestError: the question cannot be answered as it was asked.
        """
        from lievik.questions.cohort_list import cohort_list

        return cohort_list(self.known_then(as_of), said, age, as_of, has_returned=has_returned)

    def lifetime_value(self, *, as_of: str | date | None = None, **said: Unpack[Said]) -> LifetimeValueAnswer:
        """Tell what a customer is worth: the same value on every basis, each with how sure it is.

        Args:
            as_of: answers are as of the end of this day.
            said: period (left out for the last full month that has data), where, currency, parameters; see `Said`.

        Raises:
            RequestError: the question cannot be answered as it was asked.
        """
        from lievik.questions.lifetime import lifetime_value

        return lifetime_value(self.known_then(as_of), said, as_of)

    def self_test(self, *, number: int, chapter: str = "", said: Sequence[str] = ()) -> SelfTest:
        """Make a round of tasks out of the worked examples of metrics, and judge the answers so far.

        Args:
            number: of the round; the same number brings the same tasks.
            chapter: that the metrics are of; empty for all.
            said: answers to the first tasks: a number as typed, the number of a choice, or `?` to pass.

        Raises:
            UnknownNameError: there is no such chapter.
        """
        from lievik.questions.self_test import self_test

        return self_test(self.catalogue, number=number, chapter=chapter, said=said)

    def funnel(self, *, as_of: str | date | None = None, **said: Unpack[FunnelSaid]) -> FunnelAnswer:
        """Follow the deals created in a period through their stages: how far they came, and what holds them up.

        Args:
            as_of: they are followed to the end of this day.
            said: period (left out for the last four full quarters that have data), by, where, mode, pipeline and more;
                see `FunnelSaid`.

        Raises:
            RequestError: there is no such pipeline, or the question cannot be answered as it was asked.
        """
        from lievik.questions.funnel import look_at_funnel

        then = self.known_then(as_of, has_states=True)
        return look_at_funnel(then, said, as_of, country=self.settings.country)

    def bridge(  # noqa: PLR0913 - what may be said of a bridge
        self,
        *,
        from_on: str | date = "",
        to_on: str | date = "",
        is_all: bool = False,
        listed: str = "",
        has_reversals: bool = True,
        as_of: str | date | None = None,
        **said: Unpack[Said],
    ) -> BridgeAnswer:
        """Account for what moved in the open pipeline of a period between the ends of two days.

        Args:
            from_on: the opening; left out for the day before the period, or a week before the closing.
            to_on: the closing; left out for the as-of day, or the period's last.
            is_all: every open deal, whenever it is expected to close.
            listed: a movement whose deals are listed; `all` for every one's.
            has_reversals: deals of which the two days do not tell all are listed too.
            as_of: answers are as of the end of this day.
            said: period (left out for this quarter), by, where, currency; see `Said`.

        Raises:
            RequestError: the question cannot be answered as it was asked.
        """
        from lievik.questions.bridge import Listing, bridge
        from lievik.questions.window import Window

        listing = Listing(
            movement="" if listed == "all" else listed, is_all=listed == "all", has_reversals=has_reversals
        )
        then = self.known_then(as_of, has_states=True)
        window = Window(from_on=from_on, to_on=to_on, as_of=as_of)
        return bridge(then, said, window, is_all=is_all, listing=listing)

    def slippage(
        self,
        *,
        from_on: str | date = "",
        to_on: str | date = "",
        unit: str = "month",
        times: int = 3,
        as_of: str | date | None = None,
        **said: Unpack[Said],
    ) -> SlippageAnswer:
        """Tell which deals' expected closing was put off, how often, by how much, and of what part of the pipeline.

        Args:
            from_on: after the end of this day; left out for the day before the period.
            to_on: up to the end of this one; left out for the as-of day, or the period's last.
            unit: a closing moved within one month (or week, quarter, ...) is not put off.
            times: deals that were put off so often or more are listed.
            as_of: answers are as of the end of this day.
            said: period (left out for this quarter), by, where, currency; see `Said`.

        Raises:
            RequestError: the question cannot be answered as it was asked.
        """
        from lievik.questions.slippage import Pushing, slippage
        from lievik.questions.window import Window

        pushing = Pushing(grain=unit, times=times)
        then = self.known_then(as_of, has_states=True)
        return slippage(then, said, Window(from_on=from_on, to_on=to_on, as_of=as_of), pushing)

    def coverage(self, *, week: int = 3, as_of: str | date | None = None, **said: Unpack[Said]) -> CoverageAnswer:
        """Say whether the open deals are enough for a period, by several measures, each with how sure it is.

        Args:
            week: of the period, whose pipeline is frozen.
            as_of: answers are as of the end of this day.
            said: period (left out for the quarter that still has days to come), by (one dimension), where, currency.

        Raises:
            RequestError: the question cannot be answered as it was asked.
        """
        from lievik.questions.coverage import coverage

        return coverage(self.known_then(as_of), self.known_then(as_of, has_states=True), said, week, as_of)

    def win_curve(
        self, *, within: Iterable[int] = (30, 60, 90, 180), as_of: str | date | None = None, **said: Unpack[Said]
    ) -> WinCurveAnswer:
        """Follow the deals created in a period: what share was won, lost and still open by their age, by cohort.

        Args:
            within: ages in days that are told of.
            as_of: deals are followed to the end of this day.
            said: period of creation (left out for the last four full quarters), grain of the cohorts (left out for
                quarters), by (one dimension), where.

        Raises:
            RequestError: the question cannot be answered as it was asked.
        """
        from lievik.questions.win_curve import win_curve

        return win_curve(self.known_then(as_of), said, within, as_of)

    def accounts(self, *, within: int = 30, as_of: str | date | None = None, **said: Unpack[Said]) -> CommitteeAnswer:
        """Tell what goes with how many contacts took part in deals, and which: winning, how long it took, how large.

        Args:
            within: contacts engaged so many days from a deal's start count as early ones.
            as_of: answers are as of the end of this day.
            said: period in which deals ended (left out for the last four full quarters), where, currency.

        Raises:
            RequestError: the question cannot be answered as it was asked.
        """
        from lievik.questions.committee import committee

        return committee(self.known_then(as_of), said, within, as_of)

    def targets(self, *, as_of: str | date | None = None, **said: Unpack[Said]) -> TargetAnswer:
        """List the target accounts: how far each has come and what to do next, the most urgent first.

        Args:
            as_of: answers are as of the end of this day.
            said: where, currency.

        Raises:
            RequestError: the question cannot be answered as it was asked.
        """
        from lievik.questions.target import targets

        return targets(self.known_then(as_of), said, as_of)

    def account(self, name: str, *, as_of: str | date | None = None, **said: Unpack[Said]) -> AccountSheet:
        """Look at one account: who it is, what it pays, its deals, who is known there, and what to do next.

        Args:
            name: of the account, or its id.
            as_of: answers are as of the end of this day.
            said: currency.

        Raises:
            RequestError: there is no such account, or several have that name.
        """
        from lievik.questions.account_sheet import account_sheet

        return account_sheet(self.known_then(as_of), name, said, as_of)

    def segments(self, *, as_of: str | date | None = None, **said: Unpack[Said]) -> SegmentsAnswer:
        """Tell which industries, sizes, products, sources and more win more, bring more, and close sooner than others.

        Args:
            as_of: answers are as of the end of this day.
            said: period in which deals ended (left out for the last eight full quarters), by (left out for all that
                tells deals apart), where, currency; see `Said`.

        Raises:
            RequestError: the question cannot be answered as it was asked.
        """
        from lievik.questions.segments import segments

        return segments(self.known_then(as_of), said, as_of)

    def calling(
        self, *, has_tried: bool = False, as_of: str | date | None = None, **said: Unpack[Said]
    ) -> CallingAnswer:
        """Tell whom to call first: open deals and leads, by the money that a day of selling is expected to bring.

        Args:
            has_tried: also what became of the same order on earlier days.
            as_of: answers are as of the end of this day.
            said: where, currency; see `Said`. What is learned is learned from the whole company.

        Raises:
            RequestError: the question cannot be answered as it was asked.
        """
        from lievik.questions.whom_to_call import calling

        then = self.known_then(as_of)
        found = calling(then, said, as_of)
        if not has_tried or not found.calls:
            return found
        from lievik.questions.calling_tried import with_tried

        def order(day: date, has_amounts: bool) -> CallingAnswer:  # noqa: FBT001 - as it is asked for
            return calling(self.as_it_was(day), said, day, has_amounts=has_amounts)

        return with_tried(then, order, found)

    def products(
        self, *, has_next: bool = False, as_of: str | date | None = None, **said: Unpack[Said]
    ) -> ProductsAnswer:
        """Tell what was sold of each product in a period, net of returns, and what the change is made of.

        Args:
            has_next: also who may buy what next, by what similar accounts bought up to the as-of day.
            as_of: answers are as of the end of this day.
            said: period (left out for the last full quarter), compare (left out for the period before), by (product
                or product_family), where, currency.

        Raises:
            RequestError: the question cannot be answered as it was asked.
        """
        from lievik.questions.products import products

        return products(self.known_then(as_of), said, as_of, has_next=has_next)

    def channels(
        self, *, choosing: Choosing | None = None, as_of: str | date | None = None, **said: Unpack[Said]
    ) -> ChannelsAnswer:
        """Set channels side by side: leads, deals and revenue, what they cost, and which are told from the others.

        Args:
            choosing: attribution (first, last, linear, u or w; left out for first), split_by (channel, lead_source or
                campaign; left out for channel), costs and without_costs (categories that alone count, or do not).
            as_of: answers are as of the end of this day.
            said: period of leads' creation (left out for the last four full quarters that are old enough), where,
                currency, parameters (margin_share).

        Raises:
            UnknownNameError: there is no such attribution, split, channel or category of costs.
            RequestError: the question cannot be answered as it was asked.
        """
        from lievik.questions.channels import channels

        return channels(self.known_then(as_of), said, choosing or {}, as_of, own_words=self.settings.channels)

    def leads(self, *, as_of: str | date | None = None, **said: Unpack[Said]) -> LeadsAnswer:
        """Tell who of the leads of a period can be reached, by source, and conversion with and without the others.

        Args:
            as_of: answers are as of the end of this day.
            said: period of creation (left out for the last four full quarters that have data), by (one dimension;
                left out for the source), where.

        Raises:
            RequestError: the question cannot be answered as it was asked.
        """
        from lievik.questions.leads import leads

        return leads(self.known_then(as_of), said, as_of)

    def quality(
        self, *, listed: str = "", days: int = 30, as_of: str | date | None = None, **said: Unpack[Said]
    ) -> QualityAnswer:
        """Tell what is odd or missing in deals and leads, and whose they are: who has the most to repair first.

        Args:
            listed: a fault whose rows are listed; `all` for every one's.
            days: without an activity for so many an open deal or lead lies idle.
            as_of: answers are as of the end of this day.
            said: where, currency.

        Raises:
            RequestError: the question cannot be answered as it was asked.
        """
        from lievik.questions.quality import Looking, quality

        looking = Looking(listed=listed, days=days, stage_rules=self.settings.stage_rules)
        return quality(self.known_then(as_of), said, looking, as_of)

    def possible_ranges(self, *, as_of: str | date | None = None, **said: Unpack[Said]) -> PossibleAnswer:
        """Tell between what numbers may lie, given what the data does not tell.

        Args:
            as_of: answers are as of the end of this day.
            said: period (left out for the last full quarter that has data), where, currency.

        Raises:
            RequestError: the question cannot be answered as it was asked.
        """
        from lievik.questions.possible_ranges import possible_ranges

        return possible_ranges(self.known_then(as_of), said, as_of)

    def flags(self, *metrics: str, as_of: str | date | None = None, **said: Unpack[Said]) -> tuple[FlaggedMonth, ...]:
        """Tell which months of a period stand out against the months before them, up to 35.

        Args:
            metrics: `metric` or `metric:variant`; none for those in focus.
            as_of: answers are as of the end of this day.
            said: period (left out for the last full month that has data), by, where, currency; see `Said`.

        Returns:
            One a metric, group and month of the period.

        Raises:
            RequestError: the question cannot be answered as it was asked.
        """
        from lievik.questions.trend_flags import trend_flags

        return trend_flags(self.known_then(as_of), metrics or self.focus, said, as_of)

    def flagged(self, results: Iterable[MetricResult], *, last: int | None = None) -> tuple[FlaggedMonth, ...]:
        """Tell the same of months that were asked already, all of them or so many at the end of each row of months."""
        from lievik.questions.trend_flags import flagged

        return flagged(results, begins=self.facts.first_day(), last=last)

    def variants(
        self,
        metric: str,
        *,
        between: Sequence[str] = (),
        most: int | None = 20,
        as_of: str | date | None = None,
        **said: Unpack[Said],
    ) -> VariantsAnswer:
        """Set the readings of a metric side by side, and tell why two of them differ, record by record.

        Args:
            metric: its name; with a variant, that one is set against the others.
            between: two readings; left out for the first against each other one of its unit.
            most: so many records of each gap are listed, the largest first; none for all.
            as_of: answers are as of the end of this day.
            said: period, where, currency; see `Said`.

        Raises:
            UnknownNameError: there is no such metric or reading.
            RequestError: the question cannot be answered as it was asked.
        """
        from lievik.questions.variants import Comparing, variants

        return variants(self.known_then(as_of), metric, Comparing(between=between, most=most), said, as_of)

    def customers(
        self, *, window: int | None = None, listed: str = "", as_of: str | date | None = None, **said: Unpack[Said]
    ) -> CustomersAnswer:
        """Tell what moved among customers: who came, left, came back, pays more or less, and by which source.

        Args:
            window: days within which a return is an early one; left out for those agreed on.
            listed: a movement whose accounts are listed; `all` for every one's, `disagree` for accounts of which
                sources say different things.
            as_of: answers are as of the end of this day.
            said: period (left out for the last twelve full months that have data), grain (left out for months), by
                (one dimension, or `cohort`), where, currency; see `Said`.

        Raises:
            RequestError: there is no such movement, or the question cannot be answered as it was asked.
        """
        from lievik.questions.customer_moves import Looking, customers

        return customers(self.known_then(as_of), said, Looking(window=window, listed=listed), as_of)
