"""What changed of a metric's definition → a few words, with formulas as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue
    from lievik.language import Language
    from lievik.model.definition import DefinitionChange


def change_words(change: DefinitionChange, catalogue: Catalogue, language: Language) -> str:
    """Say what a change was: both formulas, or that it was not the formula."""
    say = language.say
    before, after = (
        formula_words(text, change.metric, catalogue, language)
        for text in (change.formula_before, change.formula_after)
    )
    if not before:
        return say("the reading is new: {formula}", formula=after)
    if not after:
        return say("the reading was taken away: {formula}", formula=before)
    if change.formula_before == change.formula_after:
        return say("the formula is the same, something else in the definition is not")
    if before == after:
        return f"{change.formula_before} → {change.formula_after}"
    return f"{before} → {after}"


def formula_words(text: str, full_name: str, catalogue: Catalogue, language: Language) -> str:
    """Write a formula that a reading has, or had, with the names that people know.

    Args:
        text: as its author wrote it; nothing for none.
        full_name: of the metric or variant, which is there today.
        catalogue: the definitions of today.
        language: to write it in.
    """
    from lievik.report.views.formula_words import FormulaWords

    try:
        return FormulaWords(catalogue=catalogue, language=language).written(text, catalogue.reading(full_name))
    except ValueError:  # it was written for another Lievik, or is none
        return text
