"""What moved revenue by product: parts add up, and each is only what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from lievik.insight.sales_change import Pair, Sold, added_up, sales_effects
from lievik.model.products import Effect

_CENTS = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)
_UNITS = st.integers(0, 10**5).map(lambda units: Decimal(units) / 4)
_RATES = st.sampled_from([Decimal(1), Decimal("0.04"), Decimal("0.92"), Decimal("113.7")])


@st.composite
def sold(draw: st.DrawFn) -> Sold:
    """Sales of one product in a period, money to the cent; of a product that was not sold at all, none."""
    rate = draw(_RATES)

    def worth(amount: Decimal) -> Decimal:
        return (amount * rate).quantize(Decimal("0.01"))

    units = draw(_UNITS)
    listed = draw(_CENTS) if units else Decimal(0)
    taken = (listed * draw(st.integers(0, 100)) / 100).quantize(Decimal("0.01"))
    without, returned = draw(_CENTS), -draw(_CENTS)
    return Sold(
        units=units,
        listed=listed,
        listed_converted=worth(listed),
        sold=taken,
        sold_converted=worth(taken),
        without_units=without,
        without_units_converted=worth(without),
        returned=returned,
        returned_converted=worth(returned),
    )


PAIRS = st.lists(st.tuples(sold(), sold()), min_size=1, max_size=6)


def moved(effects: Mapping[Effect, Decimal]) -> set[str]:
    return {name for name, part in effects.items() if part}


@settings(max_examples=150, deadline=None)
@given(PAIRS)
def test_parts_add_up_to_the_cent(pairs: list[Pair]) -> None:
    effects = sales_effects(pairs)
    for (now, before), parts in zip(pairs, effects, strict=True):
        assert sum(parts.values()) == now.revenue - before.revenue
        assert all(part == part.quantize(Decimal("0.01")) for part in parts.values())
    whole = added_up(effects)
    assert sum(whole.values()) == sum(now.revenue - before.revenue for now, before in pairs)


@settings(max_examples=50, deadline=None)
@given(PAIRS)
def test_the_other_way_round_every_part_is_the_opposite(pairs: list[Pair]) -> None:
    there, back = sales_effects(pairs), sales_effects([(before, now) for now, before in pairs])
    for one, other in zip(there, back, strict=True):
        # what rounding leaves over may go to another one of two equal parts
        assert all(abs(one[name] + other[name]) <= Decimal("0.05") for name in one)


@settings(max_examples=50, deadline=None)
@given(PAIRS, st.permutations(range(6)))
def test_the_order_of_products_does_not_matter(pairs: list[Pair], order: list[int]) -> None:
    places = [place for place in order if place < len(pairs)]
    found = sales_effects([pairs[place] for place in places])
    plain = sales_effects(pairs)
    assert [plain[place] for place in places] == found


@settings(max_examples=50, deadline=None)
@given(st.lists(sold(), min_size=1, max_size=6))
def test_each_part_is_only_what_it_says(products: list[Sold]) -> None:
    same = sales_effects([(each, each) for each in products])
    assert not any(map(moved, same))
    doubled = [
        replace(
            each,
            units=each.units * 2,
            listed=each.listed * 2,
            sold=each.sold * 2,
            sold_converted=each.sold_converted * 2,
        )
        for each in products
    ]
    for parts in sales_effects(list(zip(doubled, products, strict=True))):
        assert moved(parts) <= {"volume"}
    dearer = [
        replace(each, listed=each.listed * 3, sold=each.sold * 3, sold_converted=each.sold_converted * 3)
        for each in products
    ]
    for parts in sales_effects(list(zip(dearer, products, strict=True))):
        assert moved(parts) <= {"price"}
    with_new = [(each, each) for each in products] + [(replace(products[0], units=products[0].units + 1), Sold())]
    assert moved(sales_effects(with_new)[-1]) <= {"volume", "mix", "returns", "without_units"}
