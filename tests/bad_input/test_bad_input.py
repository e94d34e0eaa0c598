"""Everything that can be wrong ends in two lines and the right exit code, and leaves the workspace as it was."""

from __future__ import annotations

import gzip
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lievik.apps.cli.main import run

USAGE, DATA, NO_WORKSPACE = 2, 3, 4

MAPPING = """
source = "crm"
[[file]]
match = "deals*.csv"
table = "deal"
[file.columns]
id = "id"
amount = "amount"
created_on = "created"
closed_on = "closed"
outcome = "outcome"
owner_id = "owner"
account_id = "owner"
"""
HEADER = "id,amount,created,closed,outcome,owner\n"
GOOD = HEADER + "1,100,2026-01-05,2026-02-01,won,Eva\n2,200,2026-01-06,2026-02-03,lost,Ján\n"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two deals in it; tests must leave it as it is."""
    folder = tmp_path_factory.mktemp("company")
    (folder / "deals.csv").write_text(GOOD, encoding="utf-8")
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    assert run(["init", str(folder / "ws")]) == 0
    files = [str(folder / "deals.csv"), "--map", str(folder / "mapping.toml"), "--workspace", str(folder / "ws")]
    assert run(["import", *files]) == 0
    return folder


def state_of(folder: Path) -> dict[str, str]:
    """Every file of a folder with what is in it, the lock left out."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


@pytest.fixture
def refused(company: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., str]]:
    """Run a command that has to be refused: gives the two lines; afterwards nothing may have changed."""
    before = state_of(company / "ws")

    def check(arguments: list[str], code: int) -> str:
        capsys.readouterr()
        found = run([*arguments, "--workspace", str(company / "ws")])
        said = capsys.readouterr()
        lines = said.err.strip().splitlines()
        assert found == code, said.err
        assert len(lines) == 2, said.err
        assert "Traceback" not in said.err
        assert all(line.strip() for line in lines)
        assert said.out == ""
        return said.err

    yield check
    assert state_of(company / "ws") == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["show", "winrate"], "win_rate"),
        (["show", "win_rate:by_valeu"], "by_value"),
        (["show", "win_rate", "--by", "ownr"], "owner"),
        (["show", "win_rate", "--where", "owner=Eve"], "Eva"),
        (["show", "win_rate", "--where", "owner"], "owner"),
        (["show", "churn_rate", "--by", "stage"], "stage"),
        (["show", "win_rate", "--period", "sometime"], "sometime"),
        (["show", "win_rate", "--period", "2026-03-31..2026-01-01"], "ends before it starts"),
        (["show", "win_rate", "--period", "0001"], "1900"),
        (["show", "win_rate", "--period", "9999"], "1900"),
        (["show", "win_rate", "--period", "9999-12-31"], "1900"),
        (["show", "win_rate", "--as-of", "9999-12-31"], "1900"),
        (["show", "win_rate", "--as-of", "0001-01-01"], "1900"),
        (["show", "win_rate", "--grain", "moment"], "month"),
        (["show", "win_rate", "--period", "2000-01-01..2026-01-01", "--grain", "day"], "more than 1000"),
        (["show", "win_rate", "--compare", "lastly"], "lastly"),
        (["show", "win_rate", "--set", "min_m=5"], "min_n"),
        (["show", "win_rate", "--set", "min_n=nan"], "finite"),
        (["show", "win_rate", "--set", "min_n=inf"], "finite"),
        (["show", "win_rate", "--set", "min_n=few"], "number"),
        (["show", "win_rate", "--set", "min_n=-1"], "negative"),
        (["show", "win_rate", "--currency", "EURO"], "three-letter"),
        (["show", "win_rate", "--currency-policy", "best"], "close_date_rate"),
        (["show", "win_rate", "--format", "xml"], "xml"),
        (["shwo", "win_rate"], "show"),
        (["show", "win_rate", "--perod", "2026"], "--period"),
        (["drill", "total_revenue", "--part", "denominator"], "no denominator"),
        (["drill", "winrate"], "win_rate"),
        (["explain", "winrate"], "win_rate"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_question_that_makes_no_sense(refused: Callable[..., str], arguments: list[str], told: str) -> None:
    assert told in refused(arguments, USAGE)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"   \n", "header"),
        (b"\x00\x01\x02PK\x03\x04", "binary"),
        (b"id,amount\n1,\x81\x8d\n", "UTF-8"),
        (b'id,amount,created,closed,outcome,owner\n1,"100,2026-01-05', "line 2"),
        (b"id,amount,created,closed,outcome,owner\n1,100,2026-01-05\n", "line 2"),
        (b"id,id,created,closed,outcome,owner\n1,2,2026-01-05,,open,Eva\n", "id"),
        (b"number,amount,created,closed,outcome,owner\n1,2,2026-01-05,,open,Eva\n", "id"),
        (HEADER.encode() + b"1,NaN,2026-01-05,2026-02-01,won,Eva\n", "NaN"),
        (HEADER.encode() + b"1,inf,2026-01-05,2026-02-01,won,Eva\n", "inf"),
        (HEADER.encode() + b"1,1e400,2026-01-05,2026-02-01,won,Eva\n", "1e400"),
        (HEADER.encode() + b"1,ten,2026-01-05,2026-02-01,won,Eva\n", "ten"),
        (HEADER.encode() + b"1,10,0001-01-01,2026-02-01,won,Eva\n", "0001-01-01"),
        (HEADER.encode() + b"1,10,2026-01-05,9999-12-31,won,Eva\n", "9999-12-31"),
        (HEADER.encode() + b"1,10,2026-02-30,2026-03-01,won,Eva\n", "2026-02-30"),
        (HEADER.encode() + b"1,10,2026-01-05,2026-02-01,maybe,Eva\n", "maybe"),
        (HEADER.encode() + b"1,10,,,open,Eva\n1,11,,,open,Eva\n1,12,,,open,Eva\n", "deal '1' in line 3"),
    ],
    ids=[
        "empty", "blank", "binary", "other encoding", "unclosed quote", "short row", "header twice", "column missing",
        "NaN", "infinity", "too large", "no number", "year 1", "year 9999", "no such day", "unknown outcome",
        "id twice",
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_taken(
    refused: Callable[..., str], company: Path, tmp_path: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(content)
    assert told in refused(["import", str(path), "--map", str(company / "mapping.toml")], DATA)


def test_a_truncated_archive(refused: Callable[..., str], company: Path, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv.gz"
    path.write_bytes(gzip.compress(GOOD.encode() * 500)[:-40])
    assert "deals.csv.gz" in refused(["import", str(path), "--map", str(company / "mapping.toml")], DATA)


@pytest.mark.parametrize("which", ["file", "mapping"])
def test_a_file_that_is_not_there(refused: Callable[..., str], company: Path, tmp_path: Path, which: str) -> None:
    gone = str(tmp_path / "gone.csv")
    file, mapping = str(company / "deals.csv"), str(company / "mapping.toml")
    paths = [gone, "--map", mapping] if which == "file" else [file, "--map", gone]
    assert "gone.csv" in refused(["import", *paths], DATA)


def test_a_mapping_tells_all_its_problems_at_once(refused: Callable[..., str], company: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        'source="x"\n[[file]]\nmatch="deals.csv"\ntable="dael"\n[[file]]\ntable="lead"\n', encoding="utf-8"
    )
    said = refused(["import", str(company / "deals.csv"), "--map", str(mapping)], DATA)
    assert "dael" in said
    assert "match" in said


DEFINITIONS = {
    "circle": (
        {
            "metrics/one.toml": 'formula = "two + 1"\nunit = "count"\n[en]\ntitle = "One"\n',
            "metrics/two.toml": 'formula = "one + 1"\nunit = "count"\n[en]\ntitle = "Two"\n',
        },
        "circle",
    ),
    "unit": ({"metrics/one.toml": 'formula = "won_amount"\nunit = "share"\n[en]\ntitle = "One"\n'}, "unit says share"),
    "language": ({"metrics/one.toml": 'formula = "won_amount"\nunit = "money"\n'}, "language"),
    "name": ({"metrics/one.toml": 'formula = "won_amonut"\nunit = "money"\n[en]\ntitle = "One"\n'}, "won_amonut"),
    "example": (
        {
            "metrics/one.toml": 'formula = "won_deals / lost_deals"\nunit = "ratio"\n[en]\ntitle = "One"\n'
            "[example]\ngiven = { won_deals = 1, lost_deals = 2 }\nresult = 2\n"
        },
        "works out to 0.5",
    ),
    "sql": (
        {"measures.toml": '[big]\ntable = "deal"\nvalue = "count(*)"\nwhere = "amuont > 1"\ndated_by = "closed_on"\n'},
        "amuont",
    ),
    "toml": ({"metrics/one.toml": "formula = \n"}, "TOML"),
}


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_definition_that_does_not_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    files, told = DEFINITIONS[name]
    folder = tmp_path / "ws"
    assert run(["init", str(folder)]) == 0
    for path, text in files.items():
        (folder / "definitions" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "definitions" / path).write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert run(["show", "win_rate", "--workspace", str(folder)]) == DATA
    said = capsys.readouterr().err
    assert len(said.strip().splitlines()) == 2
    assert told in said
    assert "definitions/" in said or "measures.toml" in said


def test_a_folder_that_is_no_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "--workspace", str(tmp_path)]) == NO_WORKSPACE
    assert len(capsys.readouterr().err.strip().splitlines()) == 2


def test_settings_that_do_not_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lievik.toml").write_text("currency = 'EURO'", encoding="utf-8")
    assert run(["show", "--workspace", str(tmp_path)]) == DATA
    assert "lievik.toml" in capsys.readouterr().err


def test_a_database_that_was_truncated(company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "ws"
    assert run(["init", str(folder)]) == 0
    files = [str(company / "deals.csv"), "--map", str(company / "mapping.toml"), "--workspace", str(folder)]
    assert run(["import", *files]) == 0
    generation = next((folder / "data").glob("g*.duckdb"))
    generation.write_bytes(generation.read_bytes()[:5000])
    capsys.readouterr()
    assert run(["show", "--workspace", str(folder)]) == DATA
    assert len(capsys.readouterr().err.strip().splitlines()) == 2


@pytest.fixture
def small_disk(tmp_path: Path, require: Callable[[str, str], None]) -> Iterator[Path]:
    """A disk of one and a half megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        require("a small disk", "only root can mount one")
    mounted = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", "size=1536k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        require("a small disk", mounted.stderr.decode().strip())
    yield folder
    subprocess.run(["/bin/umount", "-l", str(folder)], check=True)


def test_a_full_disk(small_disk: Path, company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = small_disk / "ws"
    assert run(["init", str(workspace)]) == 0
    many = tmp_path / "deals.csv"
    rows = (f"{n},{n % 977}.{n % 89:02},2026-01-05,2026-02-01,won,Rep {n % 7919}\n" for n in range(60_000))
    many.write_text(HEADER + "".join(rows), encoding="utf-8")
    before = state_of(workspace)
    capsys.readouterr()
    code = run(["import", str(many), "--map", str(company / "mapping.toml"), "--workspace", str(workspace)])
    said = capsys.readouterr().err
    assert code == DATA, said
    assert len(said.strip().splitlines()) == 2, said
    assert state_of(workspace) == before


def test_a_folder_without_rights(tmp_path: Path, require: Callable[[str, str], None]) -> None:
    if os.geteuid() != 0:
        require("another user", "only root can become nobody")
    for path in (tmp_path, *tmp_path.parents):
        if path != Path("/") and not path.stat().st_mode & 0o005:
            path.chmod(path.stat().st_mode | 0o055)
    (tmp_path / "deals.csv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    assert run(["init", str(tmp_path / "ws")]) == 0
    before = state_of(tmp_path / "ws")
    script = (
        "import os, sys; from lievik.apps.cli.main import run; run([*sys.argv[1:], '--dry-run']); "
        "os.setgid(65534); os.setuid(65534); sys.exit(run(sys.argv[1:]))"
    )
    files = [str(tmp_path / "deals.csv"), "--map", str(tmp_path / "mapping.toml"), "--workspace", str(tmp_path / "ws")]
    source = str(Path(__file__).resolve().parents[2] / "src")
    found = subprocess.run(
        [sys.executable, "-c", script, "import", *files],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": source, "HOME": str(tmp_path), "LANG": "C.UTF-8"},
    )
    assert found.returncode == DATA, found.stderr
    assert len(found.stderr.strip().splitlines()) == 2, found.stderr
    assert "rights" in found.stderr or "right" in found.stderr
    assert state_of(tmp_path / "ws") == before


def test_a_currency_that_is_none_makes_no_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(tmp_path / "ws"), "--currency", "EURO"]) == USAGE
    assert "EURO" in capsys.readouterr().err
    assert not (tmp_path / "ws").exists()
