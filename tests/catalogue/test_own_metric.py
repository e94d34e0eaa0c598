"""A company's own metric, in one language, works like a built-in one: shown, split, drilled, explained."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from pathlib import Path

import pytest

from lievik.errors import DefinitionError
from lievik.planner.definition_sql import checked_catalogue
from tests.soundness.table_from_docstring import Company, company

ROWS = """
deal | id outcome amount created_on closed_on  owner_id deal_type
     | 1  won     100    2026-01-01 2026-01-11 eva      new
     | 2  won     300    2026-01-01 2026-01-31 jan      renewal
     | 3  won     -      2026-01-01 2026-01-31 jan      renewal
     | 4  lost    900    2026-01-01 2026-01-31 jan      renewal
"""

MEASURES = """\
[renewed_amount]
table = "deal"
value = "sum(amount)"
where = "outcome = 'won' AND deal_type = $wanted"
without = ["deleted", "no_amount"]
dated_by = "closed_on"
unit = "money"
empty = 0
sk = "obnovené"
"""

METRIC = """\
formula = "renewed_amount / won_amount"
unit = "share"
n = "won_deals_with_amount"
better = "higher"

[parameters]
min_n = 1

[sk]
title = "Podiel obnovených zmlúv"

[example]
given = { renewed_amount = 30, won_amount = 40 }
result = 0.75
"""


def made(folder: Path, measures: str = MEASURES.replace("$wanted", "'renewal'"), metric: str = METRIC) -> Company:
    """Make a company with definitions of its own."""
    (folder / "definitions" / "metrics").mkdir(parents=True)
    (folder / "definitions" / "measures.toml").write_text(measures, encoding="utf-8")
    (folder / "definitions" / "metrics" / "renewal_share.toml").write_text(metric, encoding="utf-8")
    found = company(ROWS, folder=folder)
    del found.workspace.__dict__["catalogue"]
    return found


def test_it_is_shown_split_and_drilled(tmp_path: Path) -> None:
    own = made(tmp_path)
    result = own.one("renewal_share", "2026-01")
    assert (result.value, result.n, result.status, result.formula) == (0.75, 2, "ok", "300 / 400")
    assert dict(result.excluded.reasons) == {"no_amount": 1}
    assert own.split("renewal_share", "owner", "2026-01") == {"eva": 0, "jan": 1}
    assert own.records("renewal_share", "numerator", "2026-01") == ["2"]
    assert own.records("renewal_share", "denominator", "2026-01") == ["1", "2"]
    assert own.records("renewal_share", "excluded", "2026-01") == ["3"]
    assert own.workspace.catalogue.ordered()[-1].name == "renewal_share"


def test_definitions_are_read_once_until_one_is_different() -> None:
    read = checked_catalogue({})
    assert checked_catalogue({}) is read
    own = checked_catalogue({"measures.toml": MEASURES.replace("$wanted", "'renewal'")})
    assert "renewed_amount" in own.measures
    assert "renewed_amount" not in checked_catalogue({}).measures


def test_different_values_are_counted_once(tmp_path: Path) -> None:
    measures = MEASURES.replace("sum(amount)", "count(DISTINCT owner_id)").replace("deal_type = $wanted", "amount > 1")
    metric = (
        METRIC.partition("n =")[0].replace("renewed_amount / won_amount", "renewed_amount").replace("share", "count")
    )
    own = made(tmp_path, measures.replace('unit = "money"', 'unit = "count"'), metric + '[sk]\ntitle = "Kto"\n')
    assert own.one("renewal_share", "2026-01").value == 2
    assert own.split("renewal_share", "owner", "2026-01") == {"eva": 1, "jan": 1}
    assert own.records("renewal_share", "numerator", "2026-01") == ["1", "2"]


def test_it_is_explained(tmp_path: Path) -> None:
    own = made(tmp_path)
    explanation = own.workspace.explain("renewal_share", period="2026-01")
    assert explanation.metric.words["sk"].title == "Podiel obnovených zmlúv"
    assert explanation.own is not None
    assert explanation.own.value == 0.75
    assert any("300 / 400" in step for step in explanation.steps["sk"])
    assert all(explanation.steps.values())


def test_built_in_metrics_may_be_built_upon(tmp_path: Path) -> None:
    metric = METRIC.replace("renewed_amount / won_amount", "win_rate * average_deal_size").replace('"share"', '"money"')
    metric = metric.partition("[example]")[0].replace('n = "won_deals_with_amount"\n', "")
    found = made(tmp_path, metric=metric).one("renewal_share", "2026-01")
    assert found.value == 0.75 * 200
    assert found.currency == "EUR"


def test_sql_of_its_own_is_checked_when_the_workspace_is_asked(tmp_path: Path) -> None:
    own = made(tmp_path, measures=MEASURES.replace("deal_type = $wanted", "deal_tpye = 'renewal'"))
    with pytest.raises(DefinitionError, match="no column 'deal_tpye'"):
        own.one("renewal_share", "2026-01")


def test_a_parameter_that_nobody_defines_is_told(tmp_path: Path) -> None:
    own = made(tmp_path, measures=MEASURES)
    with pytest.raises(DefinitionError, match="wanted"):
        own.one("renewal_share", "2026-01")
