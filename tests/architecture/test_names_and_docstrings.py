"""A module is named by the noun it holds, and says what goes in and what comes out."""

from __future__ import annotations

import ast

from tests.architecture.source_tree import modules

VAGUE = {
    "base",
    "common",
    "core",
    "helper",
    "helpers",
    "manager",
    "managers",
    "misc",
    "shared",
    "util",
    "utils",
}


def test_no_module_has_a_vague_name() -> None:
    vague = [module.name for module in modules() if VAGUE & set(module.name.replace("_", ".").split("."))]
    assert vague == []


def test_every_module_has_a_docstring() -> None:
    silent = [module.name for module in modules() if not ast.get_docstring(module.tree)]
    assert silent == []


def test_every_public_function_has_a_docstring() -> None:
    silent = [
        f"{module.name}.{function.name}"
        for module in modules()
        for function in module.functions()
        if function.is_public and not ast.get_docstring(function.node)
    ]
    assert silent == []
