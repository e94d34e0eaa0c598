"""Words of addresses and verdicts → a temporary table that derive/reachability.sql reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import duckdb

from lievik.model.address import address_words

TABLE: Final = "looked_up_address_word"
_COLUMNS: Final = ("kind", "word", "meaning")


def look_up_address_words(connection: duckdb.DuckDBPyConnection, _parameters: Mapping[str, object]) -> None:
    """Fill the table, a row a word: kind, word, meaning; once a connection, as the words never change."""
    if connection.execute(f"SELECT 1 FROM duckdb_tables() WHERE table_name = '{TABLE}'").fetchone():
        return
    # as one text: a list of thousands takes seconds to be bound
    told = "\n".join(f"{each.kind}\t{each.word}\t{each.meaning}" for each in address_words())
    parts = ", ".join(f"split_part(line, chr(9), {at}) AS {name}" for at, name in enumerate(_COLUMNS, start=1))
    lines = "SELECT unnest(string_split($told, chr(10))) AS line"
    connection.execute(f"CREATE TEMP TABLE {TABLE} AS SELECT {parts} FROM ({lines})", {"told": told})
