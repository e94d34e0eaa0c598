"""Every error has a slug of its own and a page that tells what to do, and no page is left over."""

from __future__ import annotations

import inspect
from collections import Counter

import pytest

from lievik import errors
from tests.architecture.source_tree import REPOSITORY

PAGES = REPOSITORY / "docs" / "reference" / "errors"
CLASSES = [value for value in vars(errors).values() if inspect.isclass(value) and issubclass(value, errors.LievikError)]
# One of each error whose constructor writes the sentence, with the facts of the example on its page.
EXAMPLES = [
    errors.DefinitionError(["metrics/win_rate.toml: the example works out to 0.25, not 0.3"]),
    errors.UnknownNameError("metric", "winrate", ["win_rate", "churn_rate"]),
    errors.PeriodError("2026-13", "has no such month"),
    errors.ParameterError("min_n", "few", "it is a whole number"),
    errors.DimensionError("churn_rate", "owner", "customer", ["industry", "country"]),
    errors.MissingExtraError("lievik serve", "web"),
    errors.FileFormatError("deals.csv", "is empty", "Export it again, then repeat the import."),
    errors.MappingError("mappings/crm.toml", ["deal.csv: no column 'Close Date'", "table 'deals' is not known"]),
    errors.ValueFormatError("deals.csv", 17, "amount", "1.200,00 €", "an amount", 42),
    errors.BudgetSpentError("Pipedrive", 5400),
    errors.LedgerError(
        "ledger.db", "is damaged", "Restore it from a backup, or move it away: what came in with a run stays."
    ),
    errors.InternalError("A plan without a step was compiled."),
]


@pytest.mark.parametrize("error", CLASSES, ids=lambda error: error.__name__)
def test_an_error_has_a_code_of_its_own(error: type[errors.LievikError]) -> None:
    assert "code" in vars(error)


def test_no_two_errors_share_a_code() -> None:
    counted = Counter(error.code for error in CLASSES)
    assert [code for code, count in counted.items() if count > 1] == []


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    pages = {page.stem for page in PAGES.glob("*.md")} - {"README"}
    assert pages == {error.code for error in CLASSES}


@pytest.mark.parametrize("error", CLASSES, ids=lambda error: error.__name__)
def test_the_page_names_its_class(error: type[errors.LievikError]) -> None:
    page = (PAGES / f"{error.code}.md").read_text(encoding="utf-8")
    assert f"`{error.__name__}`" in page


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_the_example_on_the_page_is_what_the_error_says(error: errors.LievikError) -> None:
    page = (PAGES / f"{error.code}.md").read_text(encoding="utf-8")
    assert f"```text\n{error.message}\n{error.fix}\n```" in page


def test_the_index_lists_every_page() -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    assert [error.code for error in CLASSES if f"({error.code}.md)" not in index] == []


def test_the_drawn_tree_names_every_error() -> None:
    drawn = errors.__doc__ or ""
    assert [error.__name__ for error in CLASSES if error.__name__ not in drawn] == []
