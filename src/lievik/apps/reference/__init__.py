"""Definitions, tables and commands → the pages of docs/reference, always the same text for the same sources.

`python -m lievik.apps.reference` writes them; with `--check` it names those that are stale.
"""
