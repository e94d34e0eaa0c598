"""Definitions, given as texts, checked and answered by name.

Pure: whoever opens a catalogue hands it the texts. Loading goes in stages, and each tells all its problems at once.
"""

from __future__ import annotations

from lievik.catalogue.catalogue import Catalogue, Chapter
from lievik.catalogue.loading import load_catalogue

__all__ = ["Catalogue", "Chapter", "load_catalogue"]
