"""Whatever the code may say to people can be said in Slovak: its own sentences are read out of its syntax."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest
from babel.messages.pofile import read_po

from lievik.language import language_of, reframed
from lievik.language.frames import EXPECTED
from lievik.language.troubles import rejected
from lievik.model.mapping import TextForm
from lievik.model.tables import TABLES
from lievik.sources.cell_kinds import cell_of
from lievik.sources.cells import CellForm

SK = language_of("sk")
PACKAGE: Final = Path(__file__).resolve().parents[2] / "src" / "lievik"
PLACES: Final = (
    "sources",
    "store",
    "desk",
    "ledger/database.py",
    "ledger/ledger.py",
    "intake.py",
    "apps/cli",
    "planner",
    "questions",
    "model/moments.py",
)
SENTENCES: Final = {
    "FileFormatError": (1, 2),
    "StoreError": (0, 1),
    "SourceError": (0, 1),
    "RequestError": (0, 1),
    "WorkspaceError": (0, 1),
    "PeriodError": (1,),
    "LedgerError": (1, 2),
    "UnreadFile": ("reason", "fix"),
}
"""What is told to people -> the arguments that hold a sentence, or what follows a name."""

HOLES: Final = {"trouble.message": "No metric was asked for.", "reject.reason": "a number", "kind": "zip"}
"""What a hole of a sentence holds, where any figure would not do."""


def _modules() -> Iterator[Path]:
    for place in PLACES:
        path = PACKAGE / place
        yield from sorted(path.rglob("*.py")) if path.is_dir() else (path,)


def _sentences(path: Path) -> Iterator[str]:
    """Sentences that a module writes, with a figure in each hole."""
    module = import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SENTENCES:
            named = {keyword.arg: keyword.value for keyword in node.keywords}
            for place in SENTENCES[node.func.id]:
                given = node.args[place] if isinstance(place, int) and len(node.args) > place else named.get(str(place))
                yield from _written(given, vars(module))


def _written(node: ast.expr | None, names: dict[str, object]) -> Iterator[str]:
    """What an expression writes; nothing where it is a variable."""
    if isinstance(node, ast.Constant) and node.value:
        yield str(node.value)
    elif isinstance(node, ast.Name) and isinstance(names.get(node.id), str):
        yield str(names[node.id])
    elif isinstance(node, ast.JoinedStr):
        yield "".join(_piece(piece, names) for piece in node.values)


def _piece(piece: ast.expr, names: dict[str, object]) -> str:
    if isinstance(piece, ast.FormattedValue):
        written = ast.unparse(piece.value)
        return HOLES.get(written) or (str(names[written]) if isinstance(names.get(written), str) else "7")
    return next(_written(piece, names), "")


@pytest.mark.parametrize("path", list(_modules()), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_sentence_that_is_told_can_be_told_in_slovak(path: Path) -> None:
    assert [sentence for sentence in _sentences(path) if reframed(sentence, SK) == sentence] == []


def test_sentences_are_found() -> None:
    found = {sentence for path in _modules() for sentence in _sentences(path)}
    assert "is a zip in a zip" in found
    assert "There is no run 7 to undo." in found
    assert len(found) > len(EXPECTED)


@pytest.mark.parametrize("form", [TextForm(), TextForm(decimal=",", dates="%d.%m.%Y"), TextForm(dates="excel")])
def test_whatever_a_cell_should_have_been_can_be_told_in_slovak(form: TextForm) -> None:
    cells = CellForm(form=form, time_zone="Europe/Bratislava")
    expected = {
        cell_of(table.name, column, cells).expected
        for table in TABLES.values()
        for column in table.columns
        if not table.is_derived
    }
    assert [text for text in expected - {"a text"} if rejected(text, SK) == f"is not {text}"] == []


def test_a_message_inside_of_another_text_is_in_the_catalogue_too() -> None:
    """Messages are collected from plain calls alone; one between the braces of a text would be passed over."""
    with (PACKAGE / "locale" / "sk" / "LC_MESSAGES" / "lievik.po").open("rb") as file:
        known = {message.id if isinstance(message.id, str) else message.id[0] for message in read_po(file)}
    said = {
        node.args[0].value
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in {"say", "say_many", "mark"}
        if node.args and isinstance(node.args[0], ast.Constant)
    }
    assert said - known == set()
