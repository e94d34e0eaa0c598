"""Of the demo company's sources one brings leads that nobody reaches, and is found; plain Python counts the same."""

# rates are compared with quotients of whole numbers
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest

from lievik.definitions import address_texts
from lievik.model.leads import LeadsAnswer
from lievik.model.result import MetricResult
from lievik.sources.demo import AS_OF
from lievik.workspace import Workspace
from tests.demo.making import raw_rows

BAD_SOURCE = "Paid ads"
THROWN_AWAY = frozenset(json.loads(address_texts()[1]))
VERDICTS = {"valid": "reachable", "risky": "risky", "invalid": "unreachable"}
ROLES = {"info", "obchod", "kancelaria", "office"}


@pytest.fixture(scope="module")
def answer(kovotech: Workspace) -> LeadsAnswer:
    return kovotech.leads()


@pytest.fixture(scope="module")
def leads(kovotech: Workspace) -> list[dict[str, str]]:
    """Leads of the file that count: created in a year, of those with one address the first."""
    seen = set[str]()
    found = []
    for row in sorted(raw_rows(kovotech, "lead"), key=lambda row: (row["created_at"], row["id"])):
        if row["is_deleted"].lower() == "true" or row["merged_into_id"] or row["email"] in seen:
            continue
        seen.add(row["email"])
        if row["disqualified_reason"] not in {"Spam", "Test"} and "2025-07-01" <= row["created_at"][:10] < "2026-07-01":
            found.append(row)
    return found


def _known(row: dict[str, str]) -> str:
    """What is known of a lead by its address."""
    mailbox, _, domain = row["email"].partition("@")
    if not re.fullmatch(r"[a-z0-9.]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}", row["email"]) or domain in THROWN_AWAY:
        return "unreachable"
    return VERDICTS.get(row["email_status"]) or ("risky" if mailbox in ROLES else "not_known")


def _has_converted(row: dict[str, str]) -> bool:
    created = date.fromisoformat(row["created_at"][:10])
    converted = row["converted_on"]
    return bool(converted) and date.fromisoformat(converted) <= min(created + timedelta(days=90), AS_OF)


def _rate(result: MetricResult) -> tuple[int, int]:
    return int(result.numerator or 0), int(result.denominator or 0)


def test_plain_python_finds_the_same_in_the_file(answer: LeadsAnswer, leads: list[dict[str, str]]) -> None:
    assert answer.whole is not None
    for group in (answer.whole, *answer.groups):
        own = [row for row in leads if group.group in (None, row["lead_source"])]
        reached = [row for row in own if _known(row) != "unreachable"]
        assert group.counts == dict(Counter(map(_known, own)))
        assert (group.unreachable.numerator, group.unreachable.denominator) == (len(own) - len(reached), len(own))
        assert _rate(group.conversion) == (sum(map(_has_converted, own)), len(own))
        assert _rate(group.contactable) == (sum(map(_has_converted, reached)), len(reached))
        assert group.conversion.value is not None
        assert float(group.conversion.value) == pytest.approx(float(Fraction(*_rate(group.conversion))))
    assert {group.group for group in answer.groups} == {row["lead_source"] for row in leads}
    assert sum(group.leads for group in answer.groups) == answer.whole.leads == len(leads)
    assert sum(each.leads for each in answer.reasons) == len(leads)


def test_the_source_whose_leads_nobody_reaches_is_found_and_no_other(answer: LeadsAnswer) -> None:
    assert [group.group for group in answer.standing_out] == [BAD_SOURCE]
    (bad,) = answer.standing_out
    assert bad is answer.groups[0]
    assert bad.gap is not None
    assert max(group.gap or 0 for group in answer.groups) == bad.gap


def test_nobody_sells_to_a_lead_that_cannot_be_reached(kovotech: Workspace) -> None:
    (result,) = kovotech.show("lead_conversion_rate", period="2025", where={"reachability": ["unreachable"]})
    assert result.denominator is not None
    assert (result.numerator, result.denominator > 20) == (0, True)


def test_the_worklist_has_the_open_leads_that_cannot_be_reached(kovotech: Workspace) -> None:
    rows = raw_rows(kovotech, "lead")
    open_rows = {
        row["id"]
        for row in rows
        if row["is_deleted"].lower() != "true"
        and not row["merged_into_id"]
        and not row["converted_on"]
        and not row["disqualified_on"]
        and _known(row) == "unreachable"
    }
    assert open_rows
    assert {row.number for row in kovotech.quality(listed="lead_unreachable").rows} == open_rows
