"""A database, kept in step: its tables come in as they are, differences follow, and its password is never told."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa

from lievik.errors import SourceError
from lievik.model.source_settings import SourceSettings
from lievik.model.synced import Synced
from lievik.sources.remote.database import database
from lievik.sources.remote.stream import Connector
from lievik.syncing import Syncing
from lievik.workspace import Workspace
from tests.ledger.server import Server, programs

DATA = Path(__file__).parents[4] / "shared" / "data"
FIXTURES = DATA / "api_fixtures"
MAPPING = """source = "crm"

[[file]]
match = "deals.ndjson"
table = "deal"
gone = "is_gone = 'true' OR is_gone = '1'"

[file.columns]
id = "id"
amount = "amount"
created_at = "created_at"

[[file]]
match = "people.ndjson"
table = "rep"
whole = true

[file.columns]
id = "id"
name = "name"
"""
EARLIER = """
INSERT INTO salesforce.opportunity_history (id, name, amount, is_closed, is_won, is_deleted, close_date, created_date,
    _fivetran_start, _fivetran_end, _fivetran_active)
SELECT id, name, 70, FALSE, FALSE, FALSE, close_date, created_date,
    TIMESTAMP '2019-01-05 10:00:00', _fivetran_start, FALSE
FROM salesforce.opportunity_history WHERE id = :id
"""
VERSIONS = """
SELECT deal_id, valid_from, valid_until, amount, outcome, is_deleted FROM deal_version ORDER BY deal_id, valid_from
"""
TRYTON = """
CREATE TABLE party_party (id INTEGER, name TEXT, create_date TEXT);
INSERT INTO party_party VALUES (1, 'Žeriavy', '2026-01-01'), (2, 'Eva', '2026-01-01');
CREATE TABLE company_employee (id INTEGER, party INTEGER);
INSERT INTO company_employee VALUES (5, 2);
CREATE TABLE currency_currency (id INTEGER, code TEXT);
INSERT INTO currency_currency VALUES (3, 'USD');
CREATE TABLE sale_opportunity__history (__id INTEGER, id INTEGER, party INTEGER, employee INTEGER, description TEXT,
    state TEXT, amount NUMERIC, currency INTEGER, conversion_probability REAL, start_date DATE, end_date DATE,
    lost_reason TEXT, create_date TEXT, write_date TEXT);
INSERT INTO sale_opportunity__history VALUES (1, 7, 1, 5, 'Most', 'lead', X'3830', 3, 0.5, '2026-02-01', NULL, NULL,
    '2026-02-01 08:00:00', NULL);
INSERT INTO sale_opportunity__history VALUES (2, 7, 1, 5, 'Most', 'won', X'3930', 3, 0.5, '2026-02-01',
    '2026-03-05', NULL,
    '2026-02-01 08:00:00', '2026-03-05 08:00:00.000000');
INSERT INTO sale_opportunity__history (__id, id, write_date) VALUES (3, 8, '2026-03-06 08:00:00');
CREATE TABLE sale_opportunity AS SELECT * FROM sale_opportunity__history WHERE __id = 2
"""
PASSWORD = "p@ss/w0rd:x"  # noqa: S105 - of nobody


@dataclass
class Kept:
    """A workspace that is kept in step with a database."""

    folder: Path
    options: Mapping[str, Any]
    url: str
    mapping: str = ""
    now: datetime = field(default=datetime(2026, 6, 1, 8, tzinfo=UTC))

    @property
    def workspace(self) -> Workspace:
        """It, as it is now."""
        return Workspace.open(self.folder, today=self.now.date())

    def sync(self) -> Synced:
        """Ask the database."""

        def make(_source: SourceSettings, _secrets: Mapping[str, str]) -> Connector:
            made: Any = database(self.options, {"url": self.url})
            return cast("Connector", made)

        source = SourceSettings(name="crm", kind="database", mapping=self.mapping, full_days=0)
        return Syncing(settings=self.workspace.settings, make=make).sync(source, self.now)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the generation in use."""
        engine = self.workspace.engine
        assert engine is not None
        return engine.fetch(sql, {})[1]


def kept(folder: Path, url: str, mapping: str = "", **options: object) -> Kept:
    Workspace.create(folder / "workspace", today=date(2026, 6, 1))
    if mapping:
        (folder / "workspace" / "crm.toml").write_text(mapping)
    return Kept(folder=folder / "workspace", options=options, url=url, mapping="crm.toml" if mapping else "")


@pytest.fixture(scope="module")
def server(require: Callable[[str, str], None]) -> Iterator[Server]:
    found = programs()
    if found is None:
        require("PostgreSQL", "no initdb in /usr/lib/postgresql or on the path (Debian: apt-get install postgresql)")
        raise AssertionError
    with Server.running(found) as running:
        yield running


def fill(url: str, folder: Path, *, prefix: str = "", schema: str = "crm") -> None:
    """Make a table of each CSV file; columns of flags, moments or whole numbers are such."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text(f"CREATE SCHEMA {schema}"))
        for path in sorted(folder.glob("*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            names = list(rows[0]) if rows else []
            if not names:
                continue
            name = path.stem.removeprefix(prefix).removesuffix("_data")
            columns = [sa.Column(each, _type([row[each] for row in rows])) for each in names]
            table = sa.Table(name, sa.MetaData(schema=schema), *columns)
            table.create(connection)
            connection.execute(table.insert(), [_typed(table, row) for row in rows])
    engine.dispose()


def _typed(table: sa.Table, row: Mapping[str, str]) -> dict[str, object]:
    """A row with values of the types of its columns."""
    return {
        key: value or None if isinstance(table.c[key].type, sa.Text) else _value(value) for key, value in row.items()
    }


def _type(values: list[str]) -> type[sa.types.TypeEngine[Any]]:
    found = {type(_value(value)) for value in values} - {type(None)}
    return (
        {bool: sa.Boolean, datetime: sa.DateTime, int: sa.BigInteger}.get(next(iter(found)), sa.Text)
        if len(found) == 1
        else sa.Text
    )


def _value(text: str | None) -> object:
    if not text:
        return None
    if text.lower() in {"true", "false"}:
        return text.lower() == "true"
    if text.isdecimal() and len(text) < 19 and not (text[0] == "0" and len(text) > 1):
        return int(text)
    try:
        return datetime.fromisoformat(text) if len(text) > 10 and text[4] == "-" else text
    except ValueError:
        return text


def make_deals(url: str) -> sa.Engine:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        moment = "TIMESTAMP" if engine.dialect.name == "sqlite" else "TIMESTAMPTZ"
        connection.execute(
            sa.text(
                "CREATE TABLE deals (id INTEGER, amount DECIMAL(18, 2), is_gone BOOLEAN, "
                f"created_at {moment}, updated_at {moment})"
            )
        )
        connection.execute(sa.text("CREATE TABLE people (id INTEGER, name TEXT)"))
        connection.execute(sa.text("INSERT INTO people VALUES (1, 'Eva'), (2, 'Ján')"))
        for number in (1, 2, 3):
            connection.execute(
                sa.text("INSERT INTO deals VALUES (:id, :amount, FALSE, :at, :at)"),
                {"id": number, "amount": number + 0.1, "at": "2026-05-01 10:00:00+00:00"},
            )
    return engine


def _changes_follow(url: str, folder: Path) -> None:
    engine = make_deals(url)
    deals = {"table": "deals", "changed": "updated_at"}
    source = kept(folder, url, MAPPING, tables={"deals": deals, "people": "people"}, utc=True)
    assert source.sync().trouble is None
    assert source.rows("SELECT id, amount FROM deal ORDER BY id") == [
        ("1", Decimal("1.10")),
        ("2", Decimal("2.10")),
        ("3", Decimal("3.10")),
    ]
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM people WHERE id = 2"))
        later = {"at": "2026-06-02 09:00:00+00:00"}
        connection.execute(sa.text("UPDATE deals SET amount = 5, updated_at = :at WHERE id = 1"), later)
        connection.execute(sa.text("UPDATE deals SET is_gone = TRUE, updated_at = :at WHERE id = 2"), later)
        connection.execute(sa.text("UPDATE deals SET amount = 9 WHERE id = 3"))
    engine.dispose()
    source.now += timedelta(days=2)
    found = source.sync()
    assert [(stream.name, stream.records) for stream in found.streams] == [("deals", 2), ("people", 1)]
    assert source.rows("SELECT id, amount FROM deal ORDER BY id") == [("1", Decimal(5)), ("3", Decimal("3.10"))]
    assert source.rows("SELECT id, name FROM rep") == [("1", "Eva")]
    source.now += timedelta(days=1)
    assert source.sync().receipt is None


def test_what_changed_and_what_is_different_follow(tmp_path: Path) -> None:
    _changes_follow(f"sqlite:///{tmp_path / 'crm.sqlite'}", tmp_path)


def test_postgresql_is_followed_too_and_never_written_to(tmp_path: Path, server: Server) -> None:
    _changes_follow(server.url("postgres"), tmp_path)
    query = "WITH gone AS (DELETE FROM deals RETURNING id) SELECT id FROM gone"
    for asked in ({"query": query}, {"query": "SELECT 1 AS id", "changed": ""}):
        connector = database({"tables": {"deals": asked}}, {"url": server.url("postgres")})
        folder = tmp_path / str(len(asked))
        folder.mkdir()
        with connector.session() as session:
            fetch = next(iter(connector.streams)).fetch
            pages = fetch(session, _All())  # type: ignore[arg-type]
            if len(asked) == 1:
                with pytest.raises(SourceError):
                    list(pages)
            else:
                assert list(pages) == [[{"id": 1}]]


class _All:
    moment = None


def test_fivetran_tables_of_salesforce(tmp_path: Path, server: Server) -> None:
    url = server.url("postgres")
    fill(url, FIXTURES / "fivetran_dbt_salesforce", prefix="sf_", schema="salesforce")
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        (ident,) = connection.execute(sa.text("SELECT min(id) FROM salesforce.opportunity_history")).one()
        connection.execute(sa.text(EARLIER), {"id": ident})
    engine.dispose()
    source = kept(tmp_path, url, preset="fivetran-salesforce", schema="salesforce")
    found = source.sync()
    assert found.trouble is None
    missing = {stream.name for stream in found.streams if stream.trouble}
    assert missing == {"opportunity_stage", "opportunity_contact_role", "campaign"}
    there = _possible("sf_opportunity_data.csv")
    deals = {row["id"]: (row["is_won"] == "true", row["is_deleted"] == "true") for row in there}
    assert {row[0]: row[1:] for row in source.rows("SELECT id, outcome = 'won', is_deleted FROM deal")} == deals
    users = _told(FIXTURES / "fivetran_dbt_salesforce" / "sf_user_data.csv")
    assert {row[0] for row in source.rows("SELECT id FROM rep")} == {
        row["id"] for row in users if row["_fivetran_active"] == "true" and row["_fivetran_deleted"] == "false"
    }
    versions = [row[1:] for row in source.rows(VERSIONS) if row[0] == ident]
    assert versions[0][0] == datetime(2019, 1, 5, 10)  # noqa: DTZ001 - UTC, as the store has it
    assert versions[0][1] == versions[1][0]
    assert versions[0][2:] == (Decimal(70), "open", False)
    assert versions[1][1] is None
    open_ended = {row["id"] for row in _possible("sf_opportunity_history_data.csv")}
    assert {row[0] for row in source.rows(VERSIONS) if row[2] is None} == open_ended


def _possible(name: str) -> list[dict[str, str]]:
    """Rows that are active, but for one whose probability was made 1000 %."""
    rows = _told(FIXTURES / "fivetran_dbt_salesforce" / name)
    return [row for row in rows if row["_fivetran_active"] == "true" and row["probability"] != "1000"]


def test_fivetran_tables_of_hubspot(tmp_path: Path, server: Server) -> None:
    url = server.url("postgres")
    folder = FIXTURES / "fivetran_dbt_hubspot"
    fill(url, folder, schema="hubspot")
    source = kept(tmp_path, url, preset="fivetran-hubspot", schema="hubspot")
    found = source.sync()
    assert found.trouble is None
    told = {name: _told(folder / f"{name}_data.csv") for name in ("deal", "deal_stage", "deal_pipeline_stage", "owner")}
    closing = {row["stage_id"]: row for row in told["deal_pipeline_stage"]}

    def outcome(row: Mapping[str, str]) -> str:
        stage = closing.get(row["deal_pipeline_stage_id"], {})
        if stage.get("closed_won", "").lower() == "true":
            return "won"
        return "lost" if stage.get("is_closed", "").lower() == "true" else "open"

    expected = sorted((row["deal_id"], outcome(row), row["is_deleted"].lower() == "true") for row in told["deal"])
    assert source.rows("SELECT id, outcome, is_deleted FROM deal ORDER BY id") == expected
    ids = {row["owner_id"] for row in told["owner"]}
    assert source.rows("SELECT count(*) FROM rep") == [(len(ids),)]
    assert source.rows("SELECT count(*), count(valid_until) FROM deal_version") == [
        (len({(row["deal_id"], row["_fivetran_start"]) for row in told["deal_stage"]}), _ended(told["deal_stage"]))
    ]


def _told(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _ended(rows: list[dict[str, str]]) -> int:
    return sum(row["_fivetran_end"] < "2050" for row in rows if row["_fivetran_end"])


def test_a_real_pipeline_comes_in_whole(tmp_path: Path, server: Server) -> None:
    url = server.url("postgres")
    raw = DATA / "maven_crm" / "raw"
    fill(url, raw, schema="maven")
    mapping = """source = "crm"

[[file]]
match = "deals.ndjson"
table = "deal"
whole = true

[file.columns]
id = "opportunity_id"
owner_id = "sales_agent"
created_on = "engage_date"
closed_on = "close_date"
amount = "close_value"
outcome = { column = "deal_stage", values = { Won = "won", Lost = "lost" }, otherwise = "open" }
"""
    source = kept(tmp_path, url, mapping, tables={"deals": "sales_pipeline"}, schema="maven")
    assert source.sync().trouble is None
    rows = _told(raw / "sales_pipeline.csv")
    won = [Decimal(row["close_value"]) for row in rows if row["deal_stage"] == "Won"]
    assert source.rows("SELECT count(*) FROM deal") == [(len(rows),)]
    assert source.rows("SELECT count(*), sum(amount) FROM deal WHERE outcome = 'won'") == [(len(won), sum(won))]


def test_tryton_tells_what_each_opportunity_was_like(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'tryton.sqlite'}"
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for sql in TRYTON.split(";"):
            connection.execute(sa.text(sql))
    engine.dispose()
    source = kept(tmp_path, url, preset="tryton")
    assert source.sync().trouble is None
    assert source.rows("SELECT id, amount, currency, outcome, closed_on, owner_id, account_id FROM deal") == [
        ("7", Decimal(90), "USD", "won", date(2026, 3, 5), "5", "1")
    ]
    assert source.rows("SELECT stage_id, outcome, amount, valid_from, valid_until FROM deal_version ORDER BY id") == [
        ("lead", "open", Decimal(80), datetime(2026, 2, 1, 8), datetime(2026, 3, 5, 8)),  # noqa: DTZ001 - UTC
        ("won", "won", Decimal(90), datetime(2026, 3, 5, 8), None),  # noqa: DTZ001 - UTC
    ]


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql+psycopg://eva:{PASSWORD}@127.0.0.1:1/crm",
        "postgresql+psycopg://eva:p%40ss%2Fw0rd%3Ax@127.0.0.1:1/crm",
        f"postgresql+psycopg://eva:{PASSWORD}@nowhere.invalid/crm",
        f"nothing+such://eva:{PASSWORD}@127.0.0.1/crm",
        f"{PASSWORD}",
    ],
)
def test_a_url_that_does_not_work_is_told_of_without_its_password(tmp_path: Path, url: str) -> None:
    found = kept(tmp_path, url, MAPPING, tables={"deals": "deals"}).sync()
    assert isinstance(found.trouble, SourceError)
    told = f"{found.trouble} {found.trouble.message} {found.trouble.__cause__} {found.trouble.__suppress_context__}"
    assert not [piece for piece in ("p@ss", "ss/w0rd", "w0rd") if piece in told]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "either tables or a preset"),
        ({"preset": "tryton", "tables": {"deals": "deals"}}, "either tables or a preset"),
        ({"preset": "nothing"}, "none of"),
        ({"tables": {"deals": {"table": "a", "query": "b"}}}, "either a table or a query"),
        ({"preset": "tryton", "utc": "yes"}, "neither true nor false"),
    ],
)
def test_options_that_make_no_sense_are_refused(options: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        database(options, {"url": "sqlite://"})
