"""Mapping files: built-in ones by name, and what is said when one cannot be read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from lievik.errors import FileFormatError
from lievik.sources.mapping_file import read_mapping_file
from lievik.workspace import Workspace

RATES = """Date,USD,JPY,BGN,CZK,
2026-10-30,1.1622,178.1,N/A,24.301,
2026-10-29,1.1610,177.9,N/A,24.310,
2008-12-31,1.3917,126.14,1.9558,26.875,
"""


def test_the_central_banks_own_file_becomes_rates(tmp_path: Path) -> None:
    file = tmp_path / "eurofxref-hist.csv"
    file.write_text(RATES, encoding="utf-8")
    workspace = Workspace.create(tmp_path / "company", today=date(2026, 11, 1))
    receipt = workspace.import_files([file], mapping=Path("ecb"), now=datetime(2026, 11, 1, tzinfo=UTC))
    assert receipt.rows_kept == 10
    assert workspace.engine is not None
    sql = "SELECT rate FROM fx_rate WHERE on_date = DATE '2008-12-31' AND to_currency = 'BGN' AND from_currency = 'EUR'"
    assert workspace.engine.fetch(sql, {})[1] == [(Decimal("1.95580000"),)]


def test_a_file_of_that_name_goes_before_the_built_in_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    mine = 'source = "mine"\n[[file]]\nmatch = "a.csv"\ntable = "deal"\n[file.columns]\nid = "a"\n'
    Path("ecb").write_text(mine, encoding="utf-8")
    assert read_mapping_file(Path("ecb")).source == "mine"


@pytest.mark.parametrize(
    ("content", "told"), [(None, "is not there"), (b"\xff\xfe\x00s", "is not UTF-8 text")], ids=["missing", "binary"]
)
def test_a_mapping_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None, told: str) -> None:
    path = tmp_path / "mapping.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FileFormatError) as caught:
        read_mapping_file(path)
    assert told in caught.value.message
