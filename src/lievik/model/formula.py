"""Formulas of metrics: text in, a tree of frozen nodes out; nothing is ever evaluated by Python itself.

Pure. The grammar: + - * / (also × ÷ −), brackets, numbers, names, previous(x), max, min, abs, coalesce.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NoReturn

FUNCTIONS: Final = ("previous", "max", "min", "abs", "coalesce")
"""Functions that a formula may call."""

_TOKEN: Final = re.compile(r"\s*(?:(\d[\d_]*(?:\.\d+)?)|([a-z][a-z0-9_]*)|([-+*/(),]))")
_SPELLINGS: Final = str.maketrans({"×": "*", "÷": "/", "−": "-", "·": "*"})
_RANKS: Final = {"+": 1, "-": 1, "*": 2, "/": 2}
_WHOLE: Final = 3


@dataclass(frozen=True)
class Number:
    """A number written in the formula."""

    value: Decimal


@dataclass(frozen=True)
class Name:
    """A metric, a measure or a parameter; `is_previous` where the period before is meant."""

    name: str
    is_previous: bool = False


@dataclass(frozen=True)
class Call:
    """A function over its arguments."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Binary:
    """Two sides and the sign between them."""

    sign: str
    left: Node
    right: Node


Node = Number | Name | Call | Binary


def read_formula(text: str) -> Node:
    """Read a formula.

    Raises:
        ValueError: the text is not a formula; the message says where.

    Example:
        >>> sorted(name.name for name in names_in(read_formula("won / (won + lost)")))
        ['lost', 'won', 'won']
    """
    reader = _Reader(text.translate(_SPELLINGS))
    node = reader.sum()
    reader.end()
    return node


def as_written(text: str) -> Node:
    """Read a formula down to the names that its author used, each saying whether the period before is meant.

    Raises:
        ValueError: the text is not a formula.

    Example:
        >>> [name.is_previous for name in names_in(as_written("revenue / previous(revenue)"))]
        [False, True]
    """
    return replace_names(read_formula(text), lambda name: name)


class _Reader:
    """Recursive descent over the tokens of one formula."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def sum(self) -> Node:
        """Read terms joined by + and -."""
        return self._chain("+-", self._product)

    def end(self) -> None:
        """Refuse anything after the formula."""
        if self._text[self._at :].strip():
            self._refuse()

    def _product(self) -> Node:
        return self._chain("*/", self._factor)

    def _chain(self, signs: str, operand: Callable[[], Node]) -> Node:
        node = operand()
        while (sign := self._peek()) and sign in signs:
            self._take()
            node = Binary(sign, node, operand())
        return node

    def _factor(self) -> Node:
        word = self._take()
        if word == "-":
            return Binary("-", Number(Decimal(0)), self._factor())
        if word == "(":
            node = self.sum()
            self._expect(")")
            return node
        if word[0].isdigit():
            return Number(Decimal(word.replace("_", "")))
        if not word[0].isalpha():
            self._refuse()
        return self._call(word) if self._peek() == "(" else Name(word)

    def _call(self, function: str) -> Node:
        if function not in FUNCTIONS:
            msg = f"no function '{function}'; known: {', '.join(FUNCTIONS)}"
            raise ValueError(msg)
        self._expect("(")
        arguments = [self.sum()]
        while self._peek() == ",":
            self._take()
            arguments.append(self.sum())
        self._expect(")")
        if function in {"previous", "abs"} and len(arguments) != 1:
            msg = f"{function}() takes one argument"
            raise ValueError(msg)
        return Call(function, tuple(arguments))

    def _peek(self) -> str:
        match = _TOKEN.match(self._text, self._at)
        return match.group().strip() if match else ""

    def _take(self) -> str:
        match = _TOKEN.match(self._text, self._at)
        if match is None:
            self._refuse()
        self._at = match.end()
        return match.group().strip()

    def _expect(self, token: str) -> None:
        if self._peek() != token:
            self._refuse()
        self._take()

    def _refuse(self) -> NoReturn:
        rest = self._text[self._at :].strip() or "the end"
        msg = f"cannot read the formula at '{rest}'"
        raise ValueError(msg)


def names_in(node: Node) -> Iterator[Name]:
    """Every name in the formula, in reading order, repeated as often as it stands there."""
    match node:
        case Name():
            yield node
        case Call(arguments=arguments):
            for argument in arguments:
                yield from names_in(argument)
        case Binary(left=left, right=right):
            yield from names_in(left)
            yield from names_in(right)
        case Number():
            return


def functions_in(node: Node) -> frozenset[str]:
    """Functions that the formula calls."""
    match node:
        case Call(function, arguments):
            return frozenset({function}).union(*(functions_in(argument) for argument in arguments))
        case Binary(left=left, right=right):
            return functions_in(left) | functions_in(right)
        case _:
            return frozenset()


def replace_names(node: Node, replacement: Callable[[Name], Node]) -> Node:
    """Give a copy with every name replaced; previous(...) is pushed down onto the names inside it."""
    match node:
        case Name():
            return replacement(node)
        case Call("previous", (argument,)):
            return mark_previous(replace_names(argument, replacement))
        case Call(function, arguments):
            return Call(function, tuple(replace_names(argument, replacement) for argument in arguments))
        case Binary(sign, left, right):
            return Binary(sign, replace_names(left, replacement), replace_names(right, replacement))
        case Number():
            return node


def mark_previous(node: Node) -> Node:
    """Give a copy in which every name means the period before.

    Raises:
        ValueError: a name already means the period before.
    """

    def mark(name: Name) -> Node:
        if name.is_previous:
            msg = "previous() cannot stand inside previous()"
            raise ValueError(msg)
        return Name(name.name, is_previous=True)

    return replace_names(node, mark)


def drop_missing(node: Node, is_missing: Callable[[str], bool], is_certain: Callable[[str], bool]) -> Node:
    """Give a copy whose coalesce() calls offer neither what is missing nor what comes after something certain.

    Args:
        node: the formula.
        is_missing: whether a name can never have a value; a call with nothing left stays as it is.
        is_certain: whether a name always has one.
    """
    match node:
        case Call("coalesce", arguments):
            kept = [a for a in arguments if not any(is_missing(name.name) for name in names_in(a))]
            certain = [all(is_certain(name.name) for name in names_in(a)) and not _divides(a) for a in kept]
            kept = kept[: certain.index(True) + 1] if True in certain else kept
            kept = [drop_missing(argument, is_missing, is_certain) for argument in kept]
            return node if not kept else kept[0] if len(kept) == 1 else Call("coalesce", tuple(kept))
        case Call(function, arguments):
            return Call(function, tuple(drop_missing(argument, is_missing, is_certain) for argument in arguments))
        case Binary(sign, left, right):
            return Binary(sign, drop_missing(left, is_missing, is_certain), drop_missing(right, is_missing, is_certain))
        case _:
            return node


def _divides(node: Node) -> bool:
    """Whether anything is divided in a formula."""
    match node:
        case Binary(sign, left, right):
            return sign == "/" or _divides(left) or _divides(right)
        case Call(arguments=arguments):
            return any(_divides(argument) for argument in arguments)
        case _:
            return False


def write_formula(node: Node, spell: Callable[[Name], str]) -> str:
    """Write the formula with every name spelled by `spell`, which may put a number there.

    Example:
        >>> numbers = {"won": "25", "lost": "75"}
        >>> write_formula(read_formula("won / (won + lost)"), lambda name: numbers[name.name])
        '25 / (25 + 75)'
    """
    return _write(node, spell)[0]


def _write(node: Node, spell: Callable[[Name], str]) -> tuple[str, int]:
    """Write a node and say how tightly it binds."""
    match node:
        case Number(value):
            return f"{value:f}", _WHOLE
        case Name():
            text = spell(node)
            return (f"({text})" if text.startswith("-") else text), _WHOLE
        case Call(function, arguments):
            return f"{function}({', '.join(_write(a, spell)[0] for a in arguments)})", _WHOLE
        case Binary(sign, left, right):
            rank = _RANKS[sign]
            left_text, left_rank = _write(left, spell)
            right_text, right_rank = _write(right, spell)
            left_text = f"({left_text})" if left_rank < rank else left_text
            right_text = f"({right_text})" if right_rank <= rank else right_text
            return f"{left_text} {sign} {right_text}", rank
