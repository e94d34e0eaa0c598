"""Modules and functions stay small enough to be read in one go."""

from __future__ import annotations

from pathlib import Path

from tests.architecture.source_tree import Module, modules

MODULE_BUDGET = 300
DOOR_BUDGET = 200
FUNCTION_BUDGET = 40


def test_no_module_has_more_than_300_code_lines() -> None:
    sizes = {module.name: len(module.code_lines) for module in modules()}
    assert {name: size for name, size in sizes.items() if size > MODULE_BUDGET} == {}


def test_the_workspace_has_at_most_200_code_lines() -> None:
    sizes = [len(module.code_lines) for module in modules() if module.name == "lievik.workspace"]
    assert sizes, "lievik.workspace is a single module, the one door"
    assert max(sizes) <= DOOR_BUDGET


def test_no_function_has_more_than_40_code_lines() -> None:
    sizes = {
        f"{module.name}.{function.name}": module.code_lines_of(function.node)
        for module in modules()
        for function in module.functions()
    }
    assert {name: size for name, size in sizes.items() if size > FUNCTION_BUDGET} == {}


def test_docstrings_comments_and_blank_lines_are_not_code_lines() -> None:
    lines = Path(__file__).read_text(encoding="utf-8").splitlines()
    code = {lines[number - 1] for number in Module(Path(__file__)).code_lines}
    assert "MODULE_BUDGET = 300" in code
    assert not {"", lines[0]} & code
