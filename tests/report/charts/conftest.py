"""What tests of charts share: the catalogue of the built-in definitions, and both languages."""

from __future__ import annotations

import pytest

from lievik.catalogue import Catalogue, load_catalogue
from lievik.definitions import built_in_texts
from lievik.language import LANGUAGES, Language, language_of


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The built-in definitions."""
    return load_catalogue(built_in_texts())


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    """Each language in turn."""
    return language_of(request.param)
