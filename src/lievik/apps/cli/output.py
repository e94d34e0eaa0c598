"""An answer → text in one of four forms: a table for the terminal, JSON, CSV, Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lievik.language import Language
    from lievik.report.answer import Answer

FORMS: Final = ("table", "json", "csv", "md")
"""Forms that an answer can be written in."""


def write(answer: Answer, form: str, language: Language) -> str:
    """Write an answer.

    Args:
        answer: what is to be written.
        form: one of FORMS.
        language: for people; JSON and CSV know none.
    """
    from lievik.report.answer import to_csv, to_json

    if form == "json":
        return to_json(answer.kind, answer.as_of, answer.records())
    if form == "csv":
        return to_csv((answer.flat or answer.records)())
    blocks = answer.blocks(language)
    if form == "md":
        from lievik.report.markdown import write_markdown

        return write_markdown(blocks)
    from lievik.apps.cli.terminal import write_terminal

    return write_terminal(blocks)
