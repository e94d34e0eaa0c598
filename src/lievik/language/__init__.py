"""A language's code → everything that is said in it: messages, numbers, money, dates, periods, reasons, errors.

Babel is imported when the first number or date is written, so that a command's help starts without it.
"""

from lievik.language.language import LANGUAGES, NOTHING, Delta, Language, language_of
from lievik.language.marks import mark
from lievik.language.troubles import reframed, told

__all__ = ["LANGUAGES", "NOTHING", "Delta", "Language", "language_of", "mark", "reframed", "told"]
