"""A file that came in, of whatever kind, and a person → its bytes without them, and how many rows that changed.

Kinds are told by their first bytes. Everything else about a file stays as it is: the signs between its fields, its
letters, its ends of lines, its styles.
"""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from lievik.store.calendar_erasing import erase_from_calendar, is_calendar
from lievik.store.person import Person, folded, says_phone
from lievik.store.text_erasing import erase_from_text
from lievik.store.workbook_erasing import erase_from_workbook, is_workbook

_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK"
_PARQUET: Final = b"PAR1"
_PLACE: Final = "place of the row"
_MARKS: Final = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, kw_only=True)
class Eraser:
    """Takes a person out of files.

    Attributes:
        person: who.
        connection: reads and writes Parquet.
        scratch: a folder for files that are being worked on.
    """

    person: Person
    connection: duckdb.DuckDBPyConnection
    scratch: Path

    def erase(self, data: bytes, *, is_mapping: bool = False) -> tuple[bytes, int]:
        """Give a file's bytes without the person, and how many rows changed.

        Args:
            data: what is in the file.
            is_mapping: whether it is no table, so that a part of a name in it may mean anybody.
        """
        if data.startswith(_GZIP):
            erased, rows = self.erase(gzip.decompress(data))
            return (gzip.compress(erased, 1, mtime=0), rows) if rows else (data, 0)
        if data.startswith(_ZIP):
            return self._erase_archive(data)
        if data.startswith(_PARQUET):
            return self._erase_parquet(data)
        text, letters = _read(data)
        if is_calendar(text):
            without, rows = erase_from_calendar(text, self.person)
        else:
            without, rows = erase_from_text(text, self.person, is_mapping=is_mapping)
        return (without.encode(letters), rows) if rows else (data, 0)

    def _erase_archive(self, data: bytes) -> tuple[bytes, int]:
        """Take the person out of each member of a zip, or of a workbook, which is one too."""
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            members = {info.filename: archive.read(info) for info in infos if not info.is_dir()}
        if is_workbook(members):
            erased, rows = erase_from_workbook(members, self.person)
        else:
            found = {name: self.erase(member) for name, member in members.items()}
            erased, rows = {name: member for name, (member, _) in found.items()}, sum(n for _, n in found.values())
        renamed = {name: self.person.out_of_name(name) for name in members}
        rows += sum(name != new for name, new in renamed.items()) if not rows else 0
        if not rows:
            return data, 0
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as archive:
            for info in infos:
                member = erased.get(info.filename, b"")
                info.filename = renamed.get(info.filename, info.filename)
                archive.writestr(info, member)
        return written.getvalue(), rows

    def _erase_parquet(self, data: bytes) -> tuple[bytes, int]:
        """Take the person out of every column that can be written as text."""
        path = self.scratch / "erasing.parquet"
        path.write_bytes(data)
        self.connection.execute(
            f'CREATE OR REPLACE TEMP TABLE erasing AS SELECT row_number() OVER () AS "{_PLACE}", * '
            "FROM read_parquet($path)",
            {"path": str(path)},
        )
        try:
            rows = self._erase_relation()
            if rows:
                literal = str(path).replace("'", "''")
                ordered = f'SELECT * EXCLUDE "{_PLACE}" FROM erasing ORDER BY "{_PLACE}"'
                self.connection.execute(f"COPY ({ordered}) TO '{literal}' (FORMAT parquet)")
            return (path.read_bytes(), rows) if rows else (data, 0)
        finally:
            self.connection.execute("DROP TABLE erasing")
            path.unlink(missing_ok=True)

    def _erase_relation(self) -> int:
        """Take the person out of `erasing`; rows that hold the address are found before any changes."""
        columns = {name: kind for name, kind, *_ in self.connection.execute("DESCRIBE erasing").fetchall()}
        del columns[_PLACE]
        changed = set[int]()
        found = {row for name in columns for row, cell in self._cells_of(name, set()) if self.person.is_in(cell)}
        cells = {name: self._cells_of(name, found) for name in columns}
        for name, kind in columns.items():
            is_phone = says_phone(name)
            for row, cell in cells[name]:
                erased = self.person.out_of_cell(cell, holds_address=row in found)
                if is_phone and row in found:
                    erased = self.person.out_of_phone(erased)
                if erased != cell:
                    quoted = name.replace('"', '""')
                    # a number cannot be a word: nothing is left of it
                    self.connection.execute(
                        f'UPDATE erasing SET "{quoted}" = TRY_CAST($cell AS {kind}) WHERE "{_PLACE}" = $row',
                        {"cell": erased, "row": row},
                    )
                    changed.add(row)
        return len(changed)

    def _cells_of(self, column: str, rows: set[int]) -> list[tuple[int, str]]:
        """Give the cells of a column that may speak of the person, and those in some rows: row, text."""
        quoted = column.replace('"', '""')
        text = f'CAST("{quoted}" AS VARCHAR)'
        names = [folded(name) for name in (*self.person.names, *self.person.names_of_rep)]
        plain = f"strip_accents(lower(trim(regexp_replace({text}, '\\s+', ' ', 'g'))))"
        return self.connection.execute(
            f'SELECT "{_PLACE}", {text} FROM erasing '
            f"WHERE {text} IS NOT NULL AND (contains(lower({text}), $email) OR list_contains($names, {plain}) "
            f'OR "{_PLACE}" IN (SELECT unnest(CAST($rows AS BIGINT[]))))',
            {"email": self.person.email.lower(), "names": names, "rows": sorted(rows)},
        ).fetchall()


def _read(data: bytes) -> tuple[str, str]:
    """Give a file's text; where its letters are of an older code page, one letter for each byte."""
    for mark, letters in _MARKS:
        if data.startswith(mark):
            return data.decode(letters), letters
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"
