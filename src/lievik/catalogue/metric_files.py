"""Metrics as they are written: one parsed TOML file in, its parts out, texts and example included.

Pure. Formulas are read here and expanded in `readings`, once every metric is known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final

from lievik.catalogue.problems import Problems, Table, refuse_unknown_keys, texts_by_language
from lievik.model.metric import LANGUAGES, Example, Parameter, Words
from lievik.model.units import PLAIN, read_unit

INHERITED_KEYS: Final = (
    "unit", "n", "interval", "matures_after", "when_zero", "when_all_zero", "doubt_zero", "previous", "better",
    "cover", "doubt_over_whole",
    "currency_policy",
)  # fmt: skip
"""Keys of a reading that a variant takes over from its metric where it does not say otherwise."""

WORD_KEYS: Final = ("title", "question", "what", "why", "how")
"""Texts that every metric needs in each of its languages."""

_LISTS: Final = ("also_called", "careful", "levers")
_METRIC_KEYS: Final = frozenset(
    {*INHERITED_KEYS, *LANGUAGES, "article", "formula", "kind", "horizon", "beside", "parameters"}
    | {"about_parameters", "example", "variants", "erratum", "benchmark"}
)
_VARIANT_KEYS: Final = frozenset({*INHERITED_KEYS, *LANGUAGES, "what_en", "what_sk", "formula", "parameters"})


@dataclass(frozen=True, kw_only=True)
class MetricFile:
    """One metric's file, read but not yet joined with the others."""

    path: str
    name: str
    chapter: str
    table: Table
    variants: Mapping[str, Table]
    parameters: Mapping[str, Parameter]
    words: Mapping[str, Words]
    example: Example | None
    beside: tuple[str, ...]
    content_hash: str
    is_built_in: bool


def read_metric_file(path: str, text: str, table: Table, problems: Problems, *, is_built_in: bool) -> MetricFile:
    """Read one metric's file; its folder names the chapter, its own name the metric."""
    *folders, file = path.removesuffix(".toml").split("/")
    refuse_unknown_keys(table, _METRIC_KEYS, path, "", problems)
    for needed in ("formula", "unit"):
        if not table.get(needed):
            problems.add(path, f"needs a `{needed}`")
    variants = {name: _table(variant) for name, variant in _table(table.get("variants")).items()}
    for name, variant in variants.items():
        refuse_unknown_keys(variant, _VARIANT_KEYS, path, f"[variants.{name}] ", problems)
    return MetricFile(
        path=path,
        name=file,
        chapter=folders[-1] if folders and folders[-1] != "metrics" else "own",
        table=table,
        variants=variants,
        parameters=_parameters(table, path, problems),
        words=_words(table, path, problems, is_built_in=is_built_in),
        example=_example(table.get("example"), path, problems),
        beside=tuple(str(name) for name in _list(table.get("beside"))),
        content_hash=hashlib.sha256(text.encode()).hexdigest()[:12],
        is_built_in=is_built_in,
    )


def _table(value: object) -> Table:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _parameters(table: Table, path: str, problems: Problems) -> dict[str, Parameter]:
    """Read the parameters: a number, or a table with value, unit and texts."""
    about = _table(table.get("about_parameters"))
    parameters = {}
    for name, given in _table(table.get("parameters")).items():
        details = given if isinstance(given, dict) else {"value": given}
        texts = texts_by_language({**details, **_table(about.get(name))}, LANGUAGES)
        value = details.get("value")
        if isinstance(value, bool) or not isinstance(value, int | float | None):
            problems.add(path, f"parameter '{name}' has to be a number")
            continue
        unit = problems.attempt(path, f"parameter '{name}'", partial(read_unit, str(details.get("unit", "count"))))
        parameters[name] = Parameter(
            name=name, value=None if value is None else Decimal(str(value)), unit=unit or PLAIN, about=texts
        )
    return parameters


def _words(table: Table, path: str, problems: Problems, *, is_built_in: bool) -> dict[str, Words]:
    """Read the texts; built-in metrics need every language, a company's own at least one."""
    written = {code: _table(table.get(code)) for code in LANGUAGES if code in table}
    needed = LANGUAGES if is_built_in else tuple(written) or LANGUAGES[:1]
    words = {}
    for code in needed:
        texts = written.get(code, {})
        missing = [key for key in (WORD_KEYS if is_built_in else WORD_KEYS[:1]) if not texts.get(key)]
        if missing:
            problems.add(path, f"language '{code}' is missing: {', '.join(missing)}")
            continue
        singles = {key: str(texts.get(key, "")) for key in (*WORD_KEYS, "story")}
        lists = {key: tuple(str(line) for line in _list(texts.get(key))) for key in _LISTS}
        words[code] = Words(**singles, **lists)  # type: ignore[arg-type]
    return words


def _example(value: object, path: str, problems: Problems) -> Example | None:
    """Read the worked example."""
    if value is None:
        return None
    table = _table(value)
    given = _table(table.get("given"))
    numbers = [*given.values(), table.get("result")]
    if not given or not all(isinstance(number, int | float) for number in numbers):
        problems.add(path, "[example] needs `given` numbers and a `result`")
        return None
    return Example(
        given={name: Decimal(str(number)) for name, number in given.items()},
        result=Decimal(str(table["result"])),
        variant=str(table.get("variant", "")),
    )
