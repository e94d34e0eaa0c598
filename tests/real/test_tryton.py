"""A CRM that runs: what it says its deals were at any past instant is what Lievik says, from its revisions."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from lievik.planner.statement import Statement
from lievik.workspace import Workspace
from tests.real.tryton_crm import Deal, Revision, Tryton

pytestmark = [pytest.mark.real, pytest.mark.soak]

STANDING = Statement(
    sql="SELECT deal.id, deal.stage_id, deal.amount, deal.currency, deal.created_on, deal.closed_on, "
    "deal.probability, deal.owner_id FROM deal",
    values={},
)


@pytest.fixture(scope="module")
def crm(tmp_path_factory: pytest.TempPathFactory, real_data: Callable[[str], Path]) -> Iterator[Tryton]:
    """The CRM with some deals in it."""
    running = Tryton(real_data("tryton_live"), tmp_path_factory.mktemp("crm"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def revisions(crm: Tryton) -> list[Revision]:
    return crm.revisions()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, revisions: list[Revision]) -> Workspace:
    """What came out of the CRM, brought in."""
    folder = tmp_path_factory.mktemp("tryton")
    last = {revision.deal: revision for revision in revisions}
    _write(folder / "deal.csv", [{"id": str(deal), **found.fields} for deal, found in last.items()])
    _write(folder / "deal_version.csv", [row for deal in last for row in _versions(deal, revisions)])
    today = date.today() + timedelta(days=1)  # noqa: DTZ011 - later than the revisions
    made = Workspace.create(folder / "workspace", today=today, currency="USD")
    files = [folder / "deal.csv", folder / "deal_version.csv"]
    receipt = made.import_files(files, mapping=Path(__file__).with_name("tryton.toml"), now=datetime.now(UTC))
    assert receipt.rows_kept == len(last) + len(revisions)
    return made


def test_every_state_of_the_past(crm: Tryton, revisions: list[Revision], workspace: Workspace) -> None:
    """At each revision, between neighbours, and just before it."""
    began = sorted({revision.began for revision in revisions})
    instants = [*began, *(one + (two - one) / 2 for one, two in pairwise(began)), began[-1] + timedelta(seconds=1)]
    first = {revision.deal: revision.began for revision in reversed(revisions)}
    for instant in instants:
        there = [deal for deal, since in first.items() if since <= instant]
        said = {str(deal): crm.at(deal, instant) for deal in there}
        assert _standing(workspace, instant) == said, instant


def test_the_history_has_something_to_tell(revisions: list[Revision]) -> None:
    states = {(revision.deal, revision.fields["state"]) for revision in revisions}
    assert {state for _, state in states} >= {"lead", "opportunity", "lost"}
    assert len(revisions) > len({revision.deal for revision in revisions}) * 2


def _standing(workspace: Workspace, instant: datetime) -> dict[str, Deal]:
    """What Lievik says that the deals were at an instant."""
    then = workspace.as_it_was(instant.replace(tzinfo=UTC).isoformat())
    return {
        str(row[0]): {
            "state": str(row[1]),
            "amount": None if row[2] is None else f"{row[2]:.2f}",
            "currency": str(row[3]),
            "created_on": str(row[4]),
            "closed_on": None if row[5] is None else str(row[5]),
            "probability": None if row[6] is None else f"{row[6]:.2f}",
            "owner": str(row[7]),
        }
        for row in then.run(STANDING)
    }


def _versions(deal: int, revisions: list[Revision]) -> list[Deal]:
    """The rows of one deal's states, each with when it began and ended."""
    own = [revision for revision in revisions if revision.deal == deal]
    ends = [str(later.began) + "Z" for later in own[1:]] + [""]
    return [
        {"id": f"{deal}-{number}", "deal": str(deal), "began": f"{found.began}Z", "ended": end, **found.fields}
        for number, (found, end) in enumerate(zip(own, ends, strict=True))
    ]


def _write(path: Path, rows: list[Deal]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
