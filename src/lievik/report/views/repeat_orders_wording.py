"""What customers are still to bring by their orders, in sentences: how that is worked out, or why not told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lievik.language import Language
from lievik.model.repeat_orders import FEWEST, SCIENCE, SHORTEST, HoldOut, RepeatOrdersAnswer

if TYPE_CHECKING:
    from lievik.model.repeat_orders import Rule


@dataclass(frozen=True, kw_only=True)
class RepeatOrdersWords:
    """Says what repeat orders tell, in one language."""

    language: Language
    found: RepeatOrdersAnswer
    currency: str

    def sentences(self) -> Iterator[str]:
        """How it is worked out and how it did; or why it is not told."""
        if self.found.reason:
            yield self._why_not()
            return
        yield from self._to_come()
        if self.found.hold_out is not None:
            yield self._tried(self.found.hold_out)
        if self.found.unrated:
            yield self.language.say(
                "Days of orders in a currency without a rate, which are not counted: {count}.",
                count=self.language.count(self.found.unrated),
            )

    def _why_not(self) -> str:
        """Why it is not told, with the errors where it was tried."""
        say, language, found = self.language.say, self.language, self.found
        match found.reason:
            case "few_customers":
                return say(
                    "By repeat orders (BG/NBD) nothing is told: {count} customers ordered again, {fewest} are needed.",
                    count=language.count(found.repeating),
                    fewest=language.count(FEWEST),
                )
            case "short_history":
                return say(
                    "By repeat orders (BG/NBD) nothing is told: orders are known of {days}, {shortest} are needed.",
                    days=language.days(found.days),
                    shortest=language.days(SHORTEST),
                )
            case "no_science":
                return say(
                    "What is still to come by repeat orders (BG/NBD) needs the optional part {extra}: {command}",
                    extra=SCIENCE,
                    command=f"pip install 'lievik[{SCIENCE}]'",
                )
            case "no_better" if found.hold_out is not None:
                told = say("By repeat orders (BG/NBD) nothing is told: it did no better than each customer's own rate.")
                return f"{told} {self._tried(found.hold_out)}"
            case "no_revenue":
                return say("By repeat orders (BG/NBD) nothing is told: there was no revenue to try it on.")
            case _:
                return say("By repeat orders (BG/NBD) nothing is told: the model could not be fitted to these orders.")

    def _to_come(self) -> Iterator[str]:
        say, language, told = self.language.say, self.language, self.found.to_come
        if told is None:
            return
        yield say(
            "By repeat orders: within {years} from now the {customers} customers who ever ordered are expected to make "
            "{orders} more orders worth {amount}, each at the customer's own average; one with a single order at the "
            "average of all, {order}. {buying} of them are expected to order any more.",
            years=language.years(round(told.years, 1)),
            customers=language.count(self.found.customers),
            orders=language.count(round(told.orders)),
            amount=language.money(told.amount, self.currency),
            order=language.money(told.order, self.currency),
            buying=language.count(round(told.buying)),
        )
        if told.margin is not None:
            yield say(
                "With margin, {amount} are left of that for each customer.",
                amount=language.money(told.amount / self.found.customers * told.margin, self.currency),
            )

    def _tried(self, hold_out: HoldOut) -> str:
        """How far each rule was off on days that it did not know."""
        return self.language.say(
            "Tried ({period}) by what was known before, customer by customer, over the {revenue} that came: BG/NBD was "
            "off by {model}, each one's own rate by {plain}, the rate of those still active by {active}.",
            period=self.language.period_title(hold_out.period),
            revenue=self.language.money(hold_out.revenue, self.currency),
            model=self._error(hold_out, "bg_nbd"),
            plain=self._error(hold_out, "plain_rate"),
            active=self._error(hold_out, "active_rate"),
        )

    def _error(self, hold_out: HoldOut, rule: Rule) -> str:
        return self.language.share(hold_out.rules[rule].error)
