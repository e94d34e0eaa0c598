"""The repository as text and syntax: modules, their code lines and functions, files under version control.

A code line holds code: blank lines, comments and docstrings (of attributes too) do not count.
"""

from __future__ import annotations

import ast
import io
import shutil
import subprocess
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
PACKAGE = REPOSITORY / "src" / "lievik"

_NOT_CODE = {
    tokenize.COMMENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
    tokenize.INDENT,
    tokenize.NEWLINE,
    tokenize.NL,
}


@dataclass(frozen=True, kw_only=True)
class Function:
    """A function or method; `name` is dotted below its module, `<locals>` for the inside of a function."""

    name: str
    node: ast.FunctionDef | ast.AsyncFunctionDef

    @property
    def is_public(self) -> bool:
        """Whether it can be reached from outside through names without a leading underscore."""
        return not any(part.startswith(("_", "<")) for part in self.name.split("."))


@dataclass(frozen=True)
class Module:
    """One Python file of the package."""

    path: Path

    @property
    def name(self) -> str:
        """Its dotted name, `lievik.model.periods`."""
        parts = self.path.relative_to(PACKAGE.parent).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax."""
        return ast.parse(self._text, filename=str(self.path))

    @cached_property
    def code_lines(self) -> frozenset[int]:
        """Numbers of the lines that hold code."""
        tokens = tokenize.generate_tokens(io.StringIO(self._text).readline)
        held = {
            line for token in tokens if token.type not in _NOT_CODE for line in range(token.start[0], token.end[0] + 1)
        }
        return frozenset(held - set(self._docstring_lines()))

    def code_lines_of(self, node: ast.stmt) -> int:
        """Count the code lines of a function, without its decorators."""
        return sum(node.lineno <= line <= (node.end_lineno or node.lineno) for line in self.code_lines)

    def functions(self) -> Iterator[Function]:
        """Walk its functions and methods, those within functions included."""
        yield from _functions_in(self.tree, "")

    @cached_property
    def _text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def _docstring_lines(self) -> Iterator[int]:
        for node in ast.walk(self.tree):
            if (
                isinstance(node, ast.Expr)
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
            ):
                yield from range(node.lineno, (node.end_lineno or node.lineno) + 1)


def modules() -> list[Module]:
    """Every module of the package, by path."""
    return [Module(path) for path in sorted(PACKAGE.rglob("*.py"))]


def repository_files() -> list[Path]:
    """Every file that is, or would be, under version control; none outside a clone."""
    git = shutil.which("git")
    if git is None or not (REPOSITORY / ".git").exists():
        return []
    listed = subprocess.run(
        [git, "-C", str(REPOSITORY), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
        text=True,
    )
    return [path for name in listed.stdout.split("\0") if name and (path := REPOSITORY / name).is_file()]


def _functions_in(node: ast.AST, prefix: str) -> Iterator[Function]:
    for child in ast.iter_child_nodes(node):
        inner = prefix
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Function(name=prefix + child.name, node=child)
            inner = f"{prefix}{child.name}.<locals>."
        elif isinstance(child, ast.ClassDef):
            inner = f"{prefix}{child.name}."
        yield from _functions_in(child, inner)
