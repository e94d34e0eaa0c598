"""A formula → words, and the same with numbers in the place of its names.

A name stands in square brackets, so that it can be told from the signs around it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import Language, mark
from lievik.model.formula import Name, Node, as_written, functions_in, write_formula
from lievik.model.metric import Reading
from lievik.model.units import CONSTANTS, PERIOD_DAYS
from lievik.report.views.wording import words_of

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

_FUNCTIONS: Final = MappingProxyType(
    {
        "max": mark("max is the largest of the numbers in the brackets."),
        "min": mark("min is the smallest of the numbers in the brackets."),
        "abs": mark("abs is the number without its sign."),
        "coalesce": mark("coalesce is the first of the numbers that is known."),
    }
)
"""Function of a formula -> what it does."""


@dataclass(frozen=True, kw_only=True)
class FormulaWords:
    """Writes formulas, in one language."""

    catalogue: Catalogue
    language: Language

    def whole(self, reading: Reading) -> str:
        """The formula down to what is read off the data."""
        return self._written(reading.formula, reading)

    def short(self, reading: Reading) -> str:
        """The formula as its author wrote it, with other metrics by their titles."""
        return self.written(reading.formula_text, reading)

    def written(self, text: str, reading: Reading) -> str:
        """Write a formula that a reading has, or had, as short; a name that nothing has any more stands as it is.

        Raises:
            ValueError: it cannot be read.
        """
        return self._written(as_written(text), reading)

    def factor(self, text: str, reading: Reading) -> str:
        """What a part of a formula is called: the title of a name, else the part with its names by their titles.

        Raises:
            ValueError: it cannot be read.
        """
        node = as_written(text)
        if isinstance(node, Name):
            return self.title(node, reading)
        return self.language.formula(write_formula(node, lambda name: self.title(name, reading)))

    def worked(self, reading: Reading, given: Mapping[str, Decimal]) -> str:
        """The formula as its author wrote it, with numbers.

        Args:
            reading: whose formula it is.
            given: name -> number, as worked examples name them.
        """

        def spell(name: Name) -> str:
            key = f"previous({name.name})" if name.is_previous else name.name
            return f"{given[key]:f}" if key in given else self._spelled(name, reading)

        return self.language.formula(write_formula(as_written(reading.formula_text), spell))

    def functions(self, reading: Reading) -> str:
        """What the functions in the formula as it was written do; empty where there are none."""
        used = functions_in(as_written(reading.formula_text))
        return " ".join(self.language.say(text) for function, text in _FUNCTIONS.items() if function in used)

    def title(self, name: Name, reading: Reading) -> str:
        """What one name of a formula is called."""
        title = self._title(name.name, reading)
        return self.language.say("{what}, the period before", what=title) if name.is_previous else title

    def _written(self, node: Node, reading: Reading) -> str:
        return self.language.formula(write_formula(node, lambda name: self._spelled(name, reading)))

    def _spelled(self, name: Name, reading: Reading) -> str:
        if name.name in CONSTANTS:
            return f"{CONSTANTS[name.name][0]:f}"
        return f"[{self.title(name, reading)}]"

    def _title(self, name: str, reading: Reading) -> str:
        if name in self.catalogue.measures:
            return self.language.text(self.catalogue.measures[name].titles)
        if name in self.catalogue.metrics:
            return words_of(self.catalogue.metrics[name], self.language).title
        if name in reading.parameters:
            return self.language.text(reading.parameters[name].about) or name
        return self.language.say("days of the period") if name == PERIOD_DAYS else name
