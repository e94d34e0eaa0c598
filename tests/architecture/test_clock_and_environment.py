"""Who may read the clock, and who the environment.

The linter lets apps, serve and settings off the whole list of banned calls; this tells them apart.
"""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source_tree import Module, modules

CLOCK = {"now", "today", "utcnow", "time", "time_ns"}
ENVIRONMENT = {"environ", "getenv", "putenv", "environb"}


def test_apps_and_serve_do_not_read_the_environment() -> None:
    doors = [module for module in modules() if module.name.startswith(("lievik.apps", "lievik.serve"))]
    assert _readers(doors, {"os"}, ENVIRONMENT) == []


def test_settings_do_not_read_the_clock() -> None:
    settings = [module for module in modules() if module.name.startswith("lievik.settings")]
    assert _readers(settings, {"time", "datetime", "date"}, CLOCK) == []


@pytest.mark.parametrize(
    "line", ["import os\nos.environ['A']", "import os as o\no.getenv('A')", "from os import environ"]
)
def test_a_reader_of_the_environment_is_found(line: str) -> None:
    assert _reads(ast.parse(line), {"os"}, ENVIRONMENT)


def _readers(those: list[Module], owners: set[str], names: set[str]) -> list[str]:
    return [module.name for module in those if _reads(module.tree, owners, names)]


def _reads(tree: ast.Module, owners: set[str], names: set[str]) -> bool:
    known = owners | {
        alias.asname
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if alias.name in owners and alias.asname
    }
    return any(_is_read(node, known, names) for node in ast.walk(tree))


def _is_read(node: ast.AST, owners: set[str], names: set[str]) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module in owners and any(alias.name in names for alias in node.names)
    if not isinstance(node, ast.Attribute) or node.attr not in names:
        return False
    owner = node.value
    return (isinstance(owner, ast.Name) and owner.id in owners) or (
        isinstance(owner, ast.Attribute) and owner.attr in owners
    )
