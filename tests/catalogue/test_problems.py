"""Every kind of problem in definitions is told, and all of a stage at once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from lievik.catalogue.loading import load_catalogue
from lievik.definitions import built_in_texts
from lievik.errors import DefinitionError, UnknownNameError
from lievik.planner.definition_sql import problems_in
from tests.soundness.table_from_docstring import built_in_catalogue

PATH = "metrics/own/deal_speed.toml"
GOOD = """\
formula = "won_amount / sales_cycle_length"
unit = "money/day"

[en]
title = "Deal speed"

[example]
given = { won_amount = 100, sales_cycle_length = 5 }
result = 20
"""


def problems(own: Mapping[str, str], built_in: Mapping[str, str] | None = None) -> str:
    """Load definitions that do not hold; give what is told."""
    with pytest.raises(DefinitionError) as caught:
        load_catalogue({**built_in_texts(), **(built_in or {})}, own)
    return str(caught.value)


def test_a_definition_that_holds() -> None:
    assert "deal_speed" in load_catalogue(built_in_texts(), {PATH: GOOD}).metrics


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            'formula = "won_amount / sales_cycle_length"',
            'formula = "won_amount / deal_speed"',
            "circle: deal_speed -> deal_speed",
        ),
        ('unit = "money/day"', 'unit = "money"', "formula yields money^1·day^-1, unit says money"),
        ('unit = "money/day"', 'unit = "euro"', "'euro' is not a unit"),
        ("[en]\n", "[fr]\n", "unknown key 'fr'"),
        ('[en]\ntitle = "Deal speed"\n', "", "language 'en' is missing: title"),
        ("result = 20", "result = 21", "example works out to 20, not 21"),
        ("sales_cycle_length = 5", "won_deals = 5", "[example] does not give sales_cycle_length"),
        ("sales_cycle_length = 5", "sales_cycle_length = 0", "example works out to no answer"),
        ("[example]", '[example]\nvariant = "other"', "variant 'other', which is not there"),
        ('/ sales_cycle_length"', '/ sales_cycel_length"', "nothing is called 'sales_cycel_length'"),
        ('/ sales_cycle_length"', '/ (sales_cycle_length"', "cannot read the formula at 'the end'"),
        ('/ sales_cycle_length"', '/ exp(sales_cycle_length)"', "no function 'exp'"),
        ('unit = "money/day"', 'unit = "money/day"\ncolour = "red"', "unknown key 'colour'"),
        (
            'unit = "money/day"',
            'unit = "money/day"\nbeside = ["other"]',
            "beside names 'other', which is not a variant",
        ),
        ('unit = "money/day"', 'unit = "money/day"\nmatures_after = "age"', "matures_after names 'age'"),
        ('unit = "money/day"', 'unit = "money/day"\ninterval = "wilson"', "a Wilson interval needs a share"),
        ("[example]", "[benchmark]\nlow = 1\n[example]", "[benchmark] needs a source"),
        ("[example]", '[parameters]\nfewest = "ten"\n[example]', "parameter 'fewest' has to be a number"),
        ("[example]", "[variants.b]\nparameters = { fewest = 1 }\n[example]", "sets unknown parameters: fewest"),
        ("[example]", "[variants.b]\ncolour = 1\n[example]", "[variants.b] unknown key 'colour'"),
        ('formula = "', "formula = won", "cannot be read as TOML"),
        ('formula = "won_amount / sales_cycle_length"\n', "", "needs a `formula`"),
        (
            '"won_amount / sales_cycle_length"',
            '"won_amount / previous(previous(sales_cycle_length))"',
            "previous() cannot stand inside previous()",
        ),
        ('"won_amount / sales_cycle_length"', '"won_amount + won_deals"', "'+' joins money^1 and plain"),
    ],
)
def test_every_kind_of_problem_with_a_metric(old: str, new: str, told: str) -> None:
    assert old in GOOD
    found = problems({PATH: GOOD.replace(old, new)})
    assert told in found
    assert "definitions/metrics/own/deal_speed.toml" in found


def test_a_circle_through_several_metrics() -> None:
    other = GOOD.replace("won_amount / sales_cycle_length", "deal_speed")
    found = problems(
        {PATH: GOOD.replace("won_amount / sales_cycle_length", "slow_speed"), "metrics/own/slow_speed.toml": other}
    )
    assert "deal_speed -> slow_speed -> deal_speed" in found
    assert "slow_speed -> deal_speed -> slow_speed" in found


@pytest.mark.parametrize(
    ("measure", "told"),
    [
        ('table = "deals"\nvalue = "count(*)"\ndated_by = "closed_on"', "unknown table 'deals'"),
        ('table = "deal"\ndated_by = "closed_on"', "needs a value"),
        ('table = "deal"\nvalue = "count(*)"', "needs dated_by or span"),
        ('table = "deal"\nvalue = "count(*)"\ndated_by = "closd_on"', "table 'deal' has no column 'closd_on'"),
        (
            'table = "deal"\nvalue = "count(*)"\nspan = ["created_on", "closed_on"]\nstock = "middle"',
            "stock has to be one of",
        ),
        ('table = "deal"\nvalue = "count(*)"\ndated_by = "closed_on"\nover = "a while"', "over has to be one of"),
        ('table = "deal"\nvalue = "count(*)"\ndated_by = "closed_on"\nwithuot = []', "unknown key 'withuot'"),
        ('table = "deal"\nvalue = "count(*)"\ndated_by = "closed_on"\nwithout = ["dull"]', "leaves out 'dull'"),
        ('table = "deal"\nformula = "won_deals"', "has both a formula and a table"),
        ('formula = "won_deals"\nunit = "money"', "[fast_deals] formula yields plain, unit says money"),
        ('table = "deal"\nvalue = "count(*)"\ndated_by = "closed_on"\nunit = "piece"', "'piece' is not a unit"),
    ],
)
def test_every_kind_of_problem_with_a_measure(measure: str, told: str) -> None:
    assert told in problems({"measures.toml": f"[fast_deals]\n{measure}\n"})


def test_problems_of_one_stage_are_told_together() -> None:
    found = problems(
        {
            PATH: GOOD.replace("money/day", "money").replace("result = 20", "result = 3"),
            "metrics/own/other.toml": GOOD.replace("result = 20", "result = 4"),
        }
    )
    assert found.count("example works out to 20") == 2
    assert "unit says money" in found
    shapes = problems(
        {
            "measures.toml": '[one]\ntable = "x"\n[two]\nvalue = "count(*)"\ntable = "deal"\n',
            PATH: "colour = 1\n" + GOOD,
        }
    )
    assert "[one]" in shapes
    assert "[two]" in shapes
    assert "unknown key 'colour'" in shapes


def test_built_in_metrics_need_both_languages_and_titles_of_variants() -> None:
    path = "metrics/conversion/win_rate.toml"
    text = built_in_texts()[path]
    assert "language 'sk' is missing: title" in problems(
        {}, {path: text.replace('title = "Miera úspešnosti (win rate)"', "")}
    )
    assert "has no title in sk" in problems({}, {path: text.replace('sk = "Podľa hodnoty"\n', "")})


def test_a_name_that_is_there_already() -> None:
    assert "a metric called 'win_rate' is there already" in problems({"metrics/own/win_rate.toml": GOOD})


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("count(*", "cannot be read as SQL"),
        ("amount", "is not one of count, sum, median"),
        ("sum(amuont)", "table 'deal' has no column 'amuont'"),
        ("sum((SELECT 1))", "may only be an expression over the row"),
        ("sum(sum(amount) OVER ())", "may only be an expression over the row"),
    ],
)
def test_sql_that_does_not_hold(sql: str, told: str) -> None:
    text = f'[own]\ntable = "deal"\nvalue = "{sql}"\ndated_by = "closed_on"\nunit = "money"\n'
    catalogue = load_catalogue(built_in_texts(), {"measures.toml": text})
    (found,) = problems_in(catalogue.measures.values(), catalogue.exclusions)
    assert told in found
    assert "[own]" in found


def test_conditions_are_checked_like_values() -> None:
    text = '[own]\ntable = "deal"\nvalue = "count(*)"\nwhere = "outcom = 1"\ndated_by = "closed_on"\n'
    catalogue = load_catalogue(built_in_texts(), {"measures.toml": text})
    assert "no column 'outcom'" in problems_in(catalogue.measures.values(), catalogue.exclusions)[0]


def test_built_in_sql_holds() -> None:
    catalogue = built_in_catalogue()
    assert problems_in(catalogue.measures.values(), catalogue.exclusions) == []


@pytest.mark.parametrize(
    ("ask", "nearest"),
    [
        (lambda c: c.metric("winrate"), "win_rate"),
        (lambda c: c.reading("win_rate:by_valu"), "by_value"),
        (lambda c: c.dimension("ownr"), "owner"),
    ],
)
def test_a_name_that_is_not_there_brings_the_nearest(ask: object, nearest: str) -> None:
    assert callable(ask)
    with pytest.raises(UnknownNameError) as caught:
        ask(built_in_catalogue())
    assert nearest in f"{caught.value} {caught.value.fix}"
