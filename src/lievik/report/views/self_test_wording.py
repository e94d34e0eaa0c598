"""Tasks of a self-test → words: what is asked, what is given, how it was answered, and how it is worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import Language, mark
from lievik.model.formula import as_written, names_in
from lievik.model.self_test import Slip, Task, TaskKind, Verdict
from lievik.report.blocks import Style
from lievik.report.views.formula_words import FormulaWords
from lievik.report.views.wording import words_of

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue
    from lievik.model.metric import Metric, Reading

CURRENCY: Final = "EUR"
"""Money of the worked examples: their stories are told in euros."""

ASKED: Final[Mapping[TaskKind, str]] = MappingProxyType(
    {
        "result": mark("What comes out?"),
        "formula": mark("Which formula is right?"),
        "question": mark("Which metric answers this question?"),
    }
)

_OUTCOMES: Final = MappingProxyType(
    {
        "right": (mark("Right"), "good", "circle-check"),
        "wrong": (mark("Not right"), "bad", "circle-x"),
        "skipped": (mark("Passed over"), "dim", "circle-help"),
        "unreadable": (mark("Not read"), "care", "triangle-alert"),
    }
)

_SLIPS: Final[Mapping[Slip, str]] = MappingProxyType(
    {
        "hundredfold": mark("You are a hundred times off: 25% means 0.25, not 25 and not 0.25%."),
        "upside_down": mark("You divided the other way round: look at what stands below the line."),
        "rest": mark("That is the rest up to 100%: look at what is counted above the line."),
        "sign": mark("The size is right, the sign is not."),
    }
)

_TYPED_LIKE: Final = MappingProxyType(
    {
        "share": mark("as a percentage, such as 12.5%"),
        "money": mark("as an amount, such as 12,500"),
        "ratio": mark("as a number of times, such as 1.5"),
        "count": mark("as a number, such as 125"),
    }
)
_PLAIN_LIKE: Final = mark("as a number, such as 12.5")


@dataclass(frozen=True, kw_only=True)
class Given:
    """One number that a task gives."""

    title: str
    amount: str


@dataclass(frozen=True, kw_only=True)
class SelfTestWording:
    """Says what stands in a self-test, in one language."""

    catalogue: Catalogue
    language: Language

    def asked(self, task: Task) -> str:
        """What is to be found."""
        return self.language.say(ASKED[task.kind])

    def about(self, task: Task) -> str:
        """What it is asked about: a metric's question, or the metric with its reading where that is not its own."""
        words = words_of(self._metric(task), self.language)
        if task.kind == "question":
            return words.question
        return self.title(task.full_name)

    def title(self, full_name: str) -> str:
        """What a reading is called."""
        name, _, variant = full_name.partition(":")
        title = words_of(self.catalogue.metric(name), self.language).title
        reading = self.language.text(self.catalogue.reading(full_name).titles) if variant else ""
        return f"{title}: {reading}" if reading else title

    def given(self, task: Task) -> list[Given]:
        """The numbers that a task gives."""
        reading = self._reading(task)
        found = []
        for key, number in task.given.items():
            (name,) = names_in(as_written(key))
            title = self._formulas.title(name, reading)
            amount = self.language.amount(number, self._unit(name.name), CURRENCY)
            found.append(Given(title=f"{title[:1].upper()}{title[1:]}", amount=amount))
        return found

    def typed_like(self, task: Task) -> str:
        """How the number that comes out is typed."""
        unit = self._reading(task).unit_text.partition("/")[0]
        return self.language.say(_TYPED_LIKE.get(unit, _PLAIN_LIKE))

    def choice(self, task: Task, full_name: str) -> str:
        """One of the choices: a formula, or the title of a metric."""
        if task.kind == "question":
            return self.title(full_name)
        return self._formulas.short(self.catalogue.reading(full_name))

    def formula(self, task: Task) -> str:
        """The right formula in words."""
        return self._formulas.short(self._reading(task))

    def functions(self, task: Task) -> str:
        """What the functions do in the right formula, or in those to choose from."""
        names = task.choices if task.kind == "formula" else (task.full_name,)
        return " ".join(dict.fromkeys(filter(None, (self._functions(name) for name in names))))

    def worked(self, task: Task) -> str:
        """The formula with the numbers given, and what comes out; empty where no number was asked for."""
        if task.result is None:
            return ""
        return f"{self._formulas.worked(self._reading(task), task.given)} = {self.amount(task, task.result)}"

    def amount(self, task: Task, number: Decimal) -> str:
        """A number in the unit of what comes out."""
        return self.language.amount(number, self._reading(task).unit_text, CURRENCY)

    def outcome(self, verdict: Verdict) -> tuple[str, Style, str]:
        """How a task was answered: a word, its style, its icon."""
        word, style, icon = _OUTCOMES[verdict.outcome]
        return self.language.say(word), style, icon  # type: ignore[return-value]

    def slip(self, verdict: Verdict) -> str:
        """What went wrong, where that can be told."""
        return self.language.say(_SLIPS[verdict.slip]) if verdict.slip else ""

    def answered(self, task: Task, verdict: Verdict) -> str:
        """What was answered, as it was read."""
        if verdict.outcome in {"skipped", "unreadable"}:
            return ""
        if verdict.number is not None:
            return self.language.say("Your answer: {answer}", answer=self.amount(task, verdict.number))
        return self.language.say("Your answer: {answer}", answer=self.choice(task, task.choices[int(verdict.said) - 1]))

    def story(self, task: Task) -> str:
        """The example as it is told, where the numbers are its own."""
        return words_of(self._metric(task), self.language).story if task.is_example else ""

    def careful(self, task: Task) -> tuple[str, ...]:
        """What to be careful of with the metric."""
        return words_of(self._metric(task), self.language).careful

    @property
    def _formulas(self) -> FormulaWords:
        return FormulaWords(catalogue=self.catalogue, language=self.language)

    def _functions(self, full_name: str) -> str:
        return self._formulas.functions(self.catalogue.reading(full_name))

    def _metric(self, task: Task) -> Metric:
        return self.catalogue.metric(task.metric)

    def _reading(self, task: Task) -> Reading:
        return self.catalogue.reading(task.full_name)

    def _unit(self, name: str) -> str:
        return self.catalogue.unit_of(name)
