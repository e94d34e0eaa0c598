"""Words can be read and bars be told from what they lie on, in light and in dark."""

from __future__ import annotations

import pytest

from lievik.report.charts.inks import DARK, HIT, INK_NAMES, INKS, LIGHT

WORDS = ("text", "soft", "warn", "target")
SHAPES = ("1", "2", "good", "bad", "warn", "total", "target")


def _luminance(colour: str) -> float:
    """Relative luminance by WCAG 2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_21_to_1() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_a_palette_has_every_ink(palette: dict[str, str]) -> None:
    assert tuple(palette) == INK_NAMES


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ink", WORDS)
def test_words_can_be_read(palette: dict[str, str], ink: str) -> None:
    assert _contrast(palette[ink], palette["surface"]) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ink", SHAPES)
def test_shapes_can_be_told_from_the_surface(palette: dict[str, str], ink: str) -> None:
    assert _contrast(palette[ink], palette["surface"]) >= 3


def test_no_two_inks_share_a_sentinel() -> None:
    assert len({*INKS.values(), HIT}) == len(INKS) + 1
