"""Names of sources, as companies write them, and the channels that they are read as."""

from __future__ import annotations

import pytest

from lievik.catalogue.channel_words import OTHER
from lievik.model.metric import LANGUAGES
from tests.soundness.table_from_docstring import built_in_catalogue

WORDS = built_in_catalogue().channel_words


@pytest.mark.parametrize(
    ("source", "channel"),
    [
        *(("SEO", "seo"), ("Organic Search", "seo"), ("Google", "seo"), ("Vyhľadávanie", "seo")),
        *(("Paid ads", "paid"), ("Google Ads", "paid"), ("LinkedIn Ads", "paid"), ("Paid social – Facebook", "paid")),
        *(("Platená reklama", "paid"), ("Content", "content"), ("White paper", "content"), ("E-mail", "email")),
        *(("Newsletter_2026", "email"), ("LinkedIn", "social"), ("Sociálne siete", "social"), ("Webinar", "events")),
        *(("Trade Show 2026", "events"), ("Veľtrh Brno", "events"), ("Networking", "network")),
        *(("Employee Referral", "network"), ("Odporúčanie zákazníka", "network"), ("Partner Event", "partner")),
        *(("Reseller", "partner"), ("Cold e-mail", "outbound"), ("Purchased List", "outbound")),
        *(("Account management", "other"), ("Web", "other"), ("Phone Inquiry", "other")),
    ],
)
def test_a_name_is_read_as_its_channel(source: str, channel: str) -> None:
    assert WORDS.told_by(source) == channel
    assert WORDS.told_by(f"  {source.upper()} ") == channel


def test_a_word_counts_only_whole() -> None:
    """Adele is no ad, and a searchlight no search."""
    assert (WORDS.told_by("Adele"), WORDS.told_by("Searchlight"), WORDS.told_by("")) == ("", "", "")


def test_what_no_word_tells_of_is_other_and_told_of() -> None:
    names = ("Pigeons", "SEO", "Smoke signals")
    assert WORDS.of(names, {}) == {"Pigeons": OTHER, "SEO": "seo", "Smoke signals": OTHER}
    assert WORDS.untold(names, {"smoke SIGNALS": "outbound"}) == ("Pigeons",)


def test_the_workspace_has_the_first_word() -> None:
    assert WORDS.of(("Google",), {"google": "paid"}) == {"Google": "paid"}


def test_every_channel_has_titles_in_every_language_and_no_word_of_another() -> None:
    phrases = [phrase for channel in WORDS.channels.values() for phrase in channel.phrases]
    assert all(set(channel.titles) == set(LANGUAGES) for channel in WORDS.channels.values())
    assert len(phrases) == len(set(phrases))
    assert all(phrases)
    assert OTHER in WORDS.channels
