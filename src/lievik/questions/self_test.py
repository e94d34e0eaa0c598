"""Definitions → a round of tasks to learn from: what comes out, which formula is right, which metric answers.

Pure. The same round number brings the same tasks on every machine; no number is made up: those of the worked examples
are asked for, or made larger and smaller and worked out by the metric's own formula.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from hashlib import blake2b
from itertools import cycle, islice
from typing import Final

from lievik.catalogue.catalogue import Catalogue
from lievik.errors import UnknownNameError
from lievik.model.evaluation import NoAnswer, evaluate
from lievik.model.formula import Name, Node, as_written, names_in
from lievik.model.metric import Metric, Reading
from lievik.model.self_test import SelfTest, Task, Verdict
from lievik.model.units import CONSTANTS
from lievik.questions.typed_result import SKIPPED, judged
from lievik.questions.variation import vary

LENGTH: Final = 10
"""Tasks of a round; fewer where a chapter has not so many."""

OWN: Final = "own"
"""The chapter of metrics that are in none of the article's."""

_CHOICES: Final = 4
_ORDER: Final = ("example", "formula", "varied", "question", "varied")
"""Kinds of task, in the order in which a round brings them."""

_TRIALS: Final = 3
_PRIMES: Final = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53)


def self_test(catalogue: Catalogue, *, number: int, chapter: str = "", said: Sequence[str] = ()) -> SelfTest:
    """Make a round, and judge what was answered so far.

    Args:
        catalogue: whose metrics are asked about.
        number: of the round.
        chapter: that the metrics are of; empty for all.
        said: answers to the first tasks: a number as typed, the number of a choice, or `?` to pass.

    Raises:
        UnknownNameError: there is no such chapter.
    """
    tasks = make_round(catalogue, number, chapter)
    verdicts = tuple(judge(catalogue, task, answer) for task, answer in zip(tasks, said, strict=False))
    return SelfTest(number=number, chapter=chapter, tasks=tasks, verdicts=verdicts)


def judge(catalogue: Catalogue, task: Task, said: str) -> Verdict:
    """Judge the answer to a task."""
    if task.result is not None:
        return judged(said, task.result, catalogue.reading(task.full_name).unit_text)
    if said.strip() == SKIPPED:
        return Verdict(outcome="skipped", said=said)
    places = {str(place): choice for place, choice in enumerate(task.choices, 1)}
    if said not in places:
        return Verdict(outcome="unreadable", said=said)
    return Verdict(outcome="right" if places[said] == task.right else "wrong", said=said)


def make_round(catalogue: Catalogue, number: int, chapter: str = "") -> tuple[Task, ...]:
    """Choose the tasks of a round, metrics and kinds of task mixed.

    Raises:
        UnknownNameError: there is no such chapter.
    """
    maker = TaskMaker(catalogue=catalogue, number=number)
    metrics = metrics_of(catalogue, chapter)
    left = {kind: maker.shuffled(kind, metrics) for kind in dict.fromkeys(_ORDER)}
    asked: Counter[str] = Counter()
    tasks: list[Task] = []
    for wanted in islice(cycle(_ORDER), LENGTH):
        kinds = dict.fromkeys((wanted, *left))
        task = next((task for kind in kinds if (task := maker.take(kind, left[kind], asked))), None)
        if task is None:
            break
        asked[task.metric] += 1
        tasks.append(task)
    return tuple(tasks)


def chapters_of(catalogue: Catalogue) -> tuple[str, ...]:
    """Chapters that tasks can be made of, a company's own metrics last."""
    names = [chapter.name for chapter in catalogue.chapters] + [OWN]
    return tuple(name for name in names if any(metric.example for metric in _in_chapter(catalogue, name)))


def metrics_of(catalogue: Catalogue, chapter: str) -> list[Metric]:
    """Metrics of a chapter that have a worked example; of all chapters where none is named.

    Raises:
        UnknownNameError: there is no such chapter.
    """
    if chapter and chapter not in chapters_of(catalogue):
        raise UnknownNameError("chapter", chapter, chapters_of(catalogue))
    metrics = _in_chapter(catalogue, chapter) if chapter else catalogue.ordered()
    return [metric for metric in metrics if metric.example]


def _in_chapter(catalogue: Catalogue, chapter: str) -> list[Metric]:
    listed = {name: each.name for each in catalogue.chapters for name in each.metrics}
    return [metric for metric in catalogue.ordered() if listed.get(metric.name, OWN) == chapter]


def unit_of_given(catalogue: Catalogue, key: str) -> str:
    """Unit of a number that an example gives as `x` or `previous(x)`."""
    (name,) = names_in(as_written(key))
    return catalogue.unit_of(name.name)


@dataclass(frozen=True, kw_only=True)
class TaskMaker:
    """Makes the tasks of one round."""

    catalogue: Catalogue
    number: int

    def take(self, kind: str, left: list[Metric], asked: Mapping[str, int]) -> Task | None:
        """Make the next task of a kind, of a metric asked about least; whatever was tried is taken off the list."""
        while left:
            metric = min(left, key=lambda metric: asked[metric.name])
            left.remove(metric)
            if task := self.make(kind, metric):
                return task
        return None

    def make(self, kind: str, metric: Metric) -> Task | None:
        """Make a task of a metric; none where the metric cannot be asked about in this way."""
        if kind == "formula":
            return self._formula(metric)
        return self._question(metric) if kind == "question" else self._result(metric, is_varied=kind == "varied")

    def chance(self, word: str, count: int) -> int:
        """One of so many, by the round's number and a word."""
        digest = blake2b(f"{self.number} {word}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") % count

    def shuffled(self, word: str, items: Iterable[Metric]) -> list[Metric]:
        """Metrics in an order of this round's own."""
        return sorted(items, key=lambda metric: self.chance(f"{word} {metric.name}", 2**60))

    def _result(self, metric: Metric, *, is_varied: bool) -> Task | None:
        """What comes out of the example's numbers, or of others."""
        example = metric.example
        if example is None or isinstance(formula := as_written(metric.readings[example.variant].formula_text), Name):
            return None
        given, result = example.given, example.result
        if is_varied:
            units = {key: unit_of_given(self.catalogue, key) for key in given}
            unit = metric.readings[example.variant].unit_text
            chance = partial(self._chance_in, metric.name)
            found = vary(example, formula, units, unit, chance)
            if found is None:
                return None
            given, result = found.given, found.result
        return Task(
            kind="result",
            metric=metric.name,
            variant=example.variant,
            given=given,
            result=result,
            is_example=not is_varied,
        )

    def _chance_in(self, metric: str, word: str, count: int) -> int:
        return self.chance(f"{metric} {word}", count)

    def _formula(self, metric: Metric) -> Task | None:
        """Which of four formulas is the metric's; the others are other metrics'."""
        variant = _told_variant(metric)
        if variant is None:
            return None
        reading = metric.readings[variant]
        others = [
            other.reading
            for other in self._others(metric, "formula")
            if not isinstance(other.reading.formula, Name) and not is_same(other.reading.formula, reading.formula)
        ]
        # Formulas of the same unit are harder to tell apart, so they come first.
        others.sort(key=lambda other: other.unit_text != reading.unit_text)
        return self._choosing("formula", metric, reading, _different(others)[: _CHOICES - 1])

    def _question(self, metric: Metric) -> Task | None:
        """Which of four metrics answers a question; the others are its neighbours first."""
        if not all(words.question for words in metric.words.values()):
            return None
        others = sorted(self._others(metric, "question"), key=lambda other: other.chapter != metric.chapter)
        return self._choosing("question", metric, metric.reading, [other.reading for other in others[: _CHOICES - 1]])

    def _others(self, metric: Metric, word: str) -> list[Metric]:
        others = [other for other in self.catalogue.ordered() if other.name != metric.name]
        return self.shuffled(f"{word} {metric.name}", others)

    def _choosing(self, kind: str, metric: Metric, right: Reading, wrong: Sequence[Reading]) -> Task | None:
        if not wrong:
            return None
        names = [right.full_name, *(reading.full_name for reading in wrong)]
        names.sort(key=lambda name: self.chance(f"{kind} {metric.name} place {name}", 2**60))
        return Task(
            kind="formula" if kind == "formula" else "question",
            metric=metric.name,
            variant=right.variant,
            given={},
            choices=tuple(names),
            right=right.full_name,
        )


def is_same(one: Node, other: Node) -> bool:
    """Whether two formulas are worth the same, whatever their numbers."""
    names = sorted({name for node in (one, other) for name in names_in(node)}, key=lambda n: (n.name, n.is_previous))
    return all(_worth(one, names, trial) == _worth(other, names, trial) for trial in range(_TRIALS))


def _worth(node: Node, names: Sequence[Name], trial: int) -> Decimal | None:
    """What a formula is worth with numbers that have nothing to do with each other."""
    numbers = {name: Decimal(_PRIMES[(place * 5 + trial * 3) % len(_PRIMES)]) for place, name in enumerate(names)}
    try:
        return evaluate(node, lambda name: CONSTANTS[name.name][0] if name.name in CONSTANTS else numbers[name])
    except NoAnswer:
        return None


def _different(readings: Iterable[Reading]) -> list[Reading]:
    """Those whose formulas differ from all before them."""
    found: list[Reading] = []
    for reading in readings:
        if not any(is_same(reading.formula, before.formula) for before in found):
            found.append(reading)
    return found


def _told_variant(metric: Metric) -> str | None:
    """The reading whose formula says more than a name; none where neither the metric's nor the example's does."""
    variants = ("", metric.example.variant if metric.example else "")
    return next(
        (variant for variant in variants if not isinstance(as_written(metric.readings[variant].formula_text), Name)),
        None,
    )
