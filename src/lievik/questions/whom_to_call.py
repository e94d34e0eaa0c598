"""A request → segments of the company, and by them whom to call first.

Pure.
"""

from __future__ import annotations

from datetime import date

from lievik.model.calling import CallingAnswer
from lievik.planner.request_words import Said
from lievik.questions.calling import order_of
from lievik.questions.segments import segments
from lievik.questions.stating import Stating


def calling(
    company: Stating, said: Said, as_of: str | date | None = None, *, has_amounts: bool = True
) -> CallingAnswer:
    """Order what is open, as people ask for it; see `order_of`.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    found = segments(company, {"currency": said.get("currency", "")}, as_of)
    return order_of(company, found, said, as_of, has_amounts=has_amounts)
