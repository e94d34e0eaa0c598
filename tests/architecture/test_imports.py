"""What an import costs: counted in modules, never timed, so that it says the same on every machine."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache

import grimp
import pytest

from tests.architecture.source_tree import modules

HEAVY = {
    *("alembic", "babel", "duckdb", "holidays", "ibis", "icalendar", "numpy", "pandas"),
    *("polars", "py_mini_racer", "pyarrow", "rich", "scipy", "sqlalchemy", "sqlglot"),
}
DEPTH_BUDGET = 10

IMPORT = "import lievik"
HELP = """
from lievik.apps.cli.main import main
import sys
sys.argv = ["lievik", "--help"]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
"""


@pytest.mark.parametrize("start", [IMPORT, HELP], ids=["import", "help"])
def test_the_start_loads_no_heavy_library(start: str) -> None:
    assert _loaded_by(start) & HEAVY == set()


def test_the_count_of_loaded_libraries_sees_a_heavy_one() -> None:
    assert _loaded_by("import duckdb") & HEAVY >= {"duckdb"}


def test_no_chain_of_imports_is_longer_than_10_modules() -> None:
    imported = _imported_at_the_top()

    @cache
    def depth(name: str) -> int:
        return 1 + max(map(depth, imported.get(name, set())), default=0)

    deepest = max(imported, key=depth)
    assert depth(deepest) <= DEPTH_BUDGET, deepest


def _imported_at_the_top() -> dict[str, set[str]]:
    """Modules that each module imports when it is imported: not late, and not for the type checker alone."""
    graph = grimp.build_graph("lievik", cache_dir=None)
    imported: dict[str, set[str]] = {}
    for module in modules():
        lines = {node.lineno for node in module.tree.body if isinstance(node, ast.Import | ast.ImportFrom)}
        imported[module.name] = {
            target
            for target in graph.find_modules_directly_imported_by(module.name)
            if lines & {d["line_number"] for d in graph.get_import_details(importer=module.name, imported=target)}
        }
    return imported


def _loaded_by(program: str) -> set[str]:
    report = "\nimport sys\nprint('loaded:', *{name.partition('.')[0] for name in sys.modules})"
    ran = subprocess.run(
        [sys.executable, "-c", program + report], check=True, capture_output=True, text=True, encoding="utf-8"
    )
    return set(ran.stdout.rpartition("loaded:")[2].split())
