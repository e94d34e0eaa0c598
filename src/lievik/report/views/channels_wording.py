"""What channels come to, in sentences: where the next money brings most, how sure that is, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language, mark
from lievik.model.channels import Attribution, ChannelRow, ChannelsAnswer, SplitBy, Standing

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

ATTRIBUTION_TITLES: Final[Mapping[Attribution, str]] = MappingProxyType(
    {
        "first": mark("First touch"),
        "last": mark("Last touch"),
        "linear": mark("Linear"),
        "u": mark("U-shaped"),
        "w": mark("W-shaped"),
    }
)

SPLIT_TITLES: Final[Mapping[SplitBy, str]] = MappingProxyType(
    {"channel": mark("Channel"), "lead_source": mark("Source"), "campaign": mark("Campaign")}
)

STANDING_TITLES: Final[Mapping[Standing, str]] = MappingProxyType(
    {"better": mark("better"), "worse": mark("worse"), "alike": mark("not distinguishable"), "": ""}
)

_CREDITED: Final[Mapping[Attribution, str]] = MappingProxyType(
    {
        "first": mark("Every lead and deal is credited to its first touch."),
        "last": mark("Every lead and deal is credited to its last touch before the win."),
        "linear": mark("Every lead and deal is divided evenly between its touches before the win."),
        "u": mark(
            "Every lead and deal is divided: 40 per cent to its first touch, 40 to the last one before the lead was "
            "created, the rest evenly."
        ),
        "w": mark(
            "Every lead and deal is divided: 30 per cent each to its first touch, the last one before the lead and the "
            "last one before the deal was created, the rest evenly."
        ),
    }
)

_MOST_NAMES: Final = 5


@dataclass(frozen=True, kw_only=True)
class ChannelWords:
    """Says what channels come to, in one language."""

    catalogue: Catalogue
    language: Language
    found: ChannelsAnswer

    def name(self, row: ChannelRow) -> str:
        """What a row is called."""
        if row is self.found.whole:
            return self.language.say("Together")
        if row.key is None:
            return self.language.say("none named")
        if self.found.split_by == "channel":
            return self.language.text(self.catalogue.channel_words.channels[row.key].titles)
        return row.name or row.key

    def money(self, amount: Decimal | None) -> str:
        """Money without cents; a dash where there is none."""
        return NOTHING if amount is None else self.language.money(amount, self.found.currency, digits=0)

    def credit(self, amount: Decimal) -> str:
        """A count that may be divided."""
        return self.language.number(amount, digits=1)

    def percent(self, value: Decimal | None) -> str:
        """A return; a dash where there is none."""
        return NOTHING if value is None else self.language.percent(value).replace("-", "−")

    def next_euro(self) -> Iterator[str]:
        """Where the next money brings most, how sure that is, and which channels nothing can be said of."""
        say, costed = self.language.say, self.found.costed
        if not costed:
            yield say("Where the next euro goes cannot be said: no cost of any of them is known for this period.")
        elif len(costed) == 1:
            yield say("Only one has costs, so there is nothing to compare it with: {told}.", told=self._told(costed[0]))
        else:
            best = next((row for row in costed if row.standing == "better"), costed[0])
            worst = next((row for row in reversed(costed) if row.standing == "worse"), costed[-1])
            yield self._compared(best, worst)
            if any(row.standing in {"better", "worse"} for row in costed):
                yield say("This is an average of the past: the next euro may bring less than those before it.")
        yield from self._not_known()

    def _compared(self, best: ChannelRow, worst: ChannelRow) -> str:
        """The best and the worst return, and whether each is told from the others."""
        facts = {"best": self._told(best), "worst": self._told(worst)}
        say = self.language.say
        if best.standing == "better" and worst.standing == "worse":
            return say(
                "Best for the next euro: {best}. Worst: {worst}. Both stand out from the others by more than chance.",
                **facts,
            )
        if worst.standing == "worse":
            return say(
                "Worst for the next euro, clearly below the others: {worst}. Which of the others is the best cannot be "
                "told; the highest so far: {best}.",
                **facts,
            )
        if best.standing == "better":
            return say(
                "Best for the next euro, clearly above the others: {best}. Which of the others is the worst cannot be "
                "told; the lowest so far: {worst}.",
                **facts,
            )
        return say(
            "Where the next euro brings most cannot be told, as such differences come about by chance. The highest so "
            "far: {best}. The lowest: {worst}.",
            **facts,
        )

    def _told(self, row: ChannelRow) -> str:
        """A row's return in one phrase: revenue for its cost, and the interval."""
        back = row.back
        if back is None:
            return self.name(row)
        return self.language.say(
            "{name} – revenue {revenue} for {cost}, ROI {value} ({low} to {high})",
            name=self.name(row),
            revenue=self.money(row.credits.revenue),
            cost=self.money(row.cost),
            value=self.percent(back.value),
            low=self.percent(back.low),
            high=self.percent(back.high),
        )

    def _not_known(self) -> Iterator[str]:
        """Rows without a cost, and costs without a row."""
        say, found = self.language.say, self.found
        if found.costs_unknown_by:
            titles = (self.catalogue.dimension(name).titles for name in found.costs_unknown_by)
            names = self.names(self.language.text(title) for title in titles)
            yield say("Costs are not known by: {names}. So no cost and no ROI is told.", names=names)
            return
        without = [row for row in found.rows if row.back is None]
        if without:
            revenue = sum((row.credits.revenue for row in without), Decimal(0))
            names = self.names(self.name(row) for row in without)
            yield say(
                "Not known: what these cost: {names}. They brought {revenue}.", names=names, revenue=self.money(revenue)
            )
        if found.unplaced.costs:
            total = sum(found.unplaced.costs.values(), Decimal(0))
            names = self.names(name or say("without a category") for name in found.unplaced.costs)
            yield say(
                "In no ROI: costs of {amount} that name no channel ({names}).", amount=self.money(total), names=names
            )

    def names(self, names: Iterator[str] | Sequence[str]) -> str:
        """Some names, and how many there are more."""
        listed = list(names)
        rest = len(listed) - _MOST_NAMES
        shown = ", ".join(listed[:_MOST_NAMES])
        return f"{shown} +{rest}" if rest > 0 else shown

    def how(self) -> Iterator[str]:
        """What is counted, and how."""
        found, say = self.found, self.language.say
        yield say(_CREDITED[found.attribution])
        if not found.has_touches:
            yield say("There are no touches, so the source of the lead or deal itself is the only one.")
        else:
            yield from self._untouched()
        yield say(
            "By cohort: leads created in the period, and deals that came of them or began in it without a lead, "
            "followed to {day}. Costs are of the same period.",
            day=self.language.date(found.as_of),
        )
        yield self._basis()
        if len(found.costed) > 1:
            yield say(
                "Better or worse: the part of revenue is clearly not the part of costs; of those so called, at most "
                "one in ten is so by chance. Drawn: small groups are pulled towards the whole, the more so the less "
                "they rest on."
            )
        yield from self._article()
        yield from self._left_out()

    def _untouched(self) -> Iterator[str]:
        """How many have no touch."""
        found, say_many = self.found.unplaced, self.language.say_many
        if found.leads:
            yield say_many(
                "Without a touch, credited to its own source: {n} lead",
                "Without a touch, credited to their own source: {n} leads",
                found.leads,
            )
        if found.deals:
            yield say_many(
                "Without a touch, credited to its own source: {n} deal",
                "Without a touch, credited to their own source: {n} deals",
                found.deals,
            )

    def _basis(self) -> str:
        """What ROI is of."""
        say, margin = self.language.say, self.found.margin_share
        if margin is None:
            return say(
                "ROI = (revenue of deals won − cost) ÷ cost: by revenue, not margin, as margin_share is not set in "
                "lievik.toml."
            )
        return say(
            "ROI = (margin of deals won − cost) ÷ cost, with a gross margin of {share}.",
            share=self.language.share(margin),
        )

    def _article(self) -> Iterator[str]:
        """The cost of a customer as the article has it."""
        result = self.found.article_cost
        if result is not None and result.value is not None and result.numerator:
            yield self.language.say(
                "CAC here is by cohort and by costs that name a channel. All costs of the period over its new "
                "customers: {value}.",
                value=self.language.value(result),
            )

    def _left_out(self) -> Iterator[str]:
        """What is in no sum."""
        say_many, found = self.language.say_many, self.found.unplaced
        if found.no_amount:
            yield say_many(
                "Won without an amount, so in no revenue: {n} deal",
                "Won without an amount, so in no revenue: {n} deals",
                found.no_amount,
            )
        if found.no_rate:
            yield say_many(
                "Won in a currency without a rate, so in no revenue: {n} deal",
                "Won in a currency without a rate, so in no revenue: {n} deals",
                found.no_rate,
            )
        if found.costs_no_amount or found.costs_no_rate:
            yield say_many(
                "Left out, as they have no amount or rate: {n} cost",
                "Left out, as they have no amount or rate: {n} costs",
                found.costs_no_amount + found.costs_no_rate,
            )
        if self.found.untold:
            yield self.language.say(
                "In Other, as their names tell of no channel: {names}. Under [channels] in lievik.toml you can say "
                "where they belong.",
                names=self.names(self.found.untold),
            )

    def young(self) -> str:
        """That not all is won yet."""
        return self.language.say(
            "Young: eight of ten leads won take up to {days}, and the youngest leads of this period are younger. "
            "Revenue and ROI are still to grow.",
            days=self.language.days(self.found.settled_days or 0),
        )
