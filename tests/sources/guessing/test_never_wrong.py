"""What must never be guessed in silence: each of these headers or texts is asked about, or left alone."""

from __future__ import annotations

import pytest

from lievik.model.proposal import Proposal
from lievik.sources.guessing.proposing import propose
from tests.sources.guessing.paper_sheet import paper

ROWS = 3
DEALS = {
    "Deal ID": ("D1", "D2", "D3"),
    "Deal Name": ("One", "Two", "Three"),
    "Deal Stage": ("Won", "Lost", "Proposal"),
    "Amount": ("1200.50", "90.10", "700"),
    "Created Date": ("2026-01-05", "2026-01-16", "2026-02-27"),
    "Expected Close": ("2026-03-05", "2026-03-16", "2026-04-27"),
    "Closed On": ("2026-03-06", "2026-03-17", ""),
}


def _deals(**changed: tuple[str, ...] | None) -> Proposal:
    """Propose for a plain deals file with columns changed, added (`_` is a blank) or left out."""
    columns = {**DEALS, **{name.replace("_", " "): cells for name, cells in changed.items()}}
    kept = {name: cells for name, cells in columns.items() if cells is not None}
    rows = "\n".join("|".join(cells[at] for cells in kept.values()) + "|" for at in range(ROWS))
    return propose([paper("deals.csv", "|".join(kept) + "\n" + rows)])


def _filling(proposal: Proposal, target: str) -> list[str]:
    """Give the columns that fill a canonical column without asking."""
    safe, _ = proposal.safe()
    return [column.column for file in safe.files for column in file.columns if target in column.targets]


def test_the_plain_file_that_is_changed_here_needs_no_question() -> None:
    assert _deals().open_doubts == ()


def test_a_date_alone_is_not_when_a_deal_closed() -> None:
    proposal = _deals(Closed_On=None, Date=("2026-03-06", "2026-03-17", ""))
    assert _filling(proposal, "closed_on") == []
    assert proposal.column("deals.csv", "Date").doubt == "which_column"


def test_an_amount_in_the_companys_currency_is_not_the_amount() -> None:
    proposal = _deals(Amount_in_company_currency=("1", "2", "3"))
    assert _filling(proposal, "amount") == ["Amount"]


def test_currency_of_value_is_a_currency_and_no_amount() -> None:
    proposal = _deals(Currency_of_Value=("EUR", "EUR", "CZK"))
    assert _filling(proposal, "amount") == ["Amount"]
    assert _filling(proposal, "currency") == ["Currency of Value"]


def test_a_title_is_a_name() -> None:
    assert _filling(_deals(Deal_Name=None, Title=("One", "Two", "Three")), "name") == ["Title"]


def test_two_amounts_that_differ_are_asked_about() -> None:
    proposal = _deals(Value=("1", "2", "3"))
    assert _filling(proposal, "amount") == []
    assert {doubt.column.column for doubt in proposal.open_doubts} == {"Amount", "Value"}
    assert _filling(proposal.with_answer("deals.csv", "Value", "amount"), "amount") == ["Value"]


def test_two_amounts_that_are_the_same_are_not() -> None:
    assert _filling(_deals(Value=DEALS["Amount"]), "amount") == ["Amount"]


@pytest.mark.parametrize(
    ("texts", "options"),
    [
        (("02/03/2026", "03/04/2026", "05/06/2026"), ("%d/%m/%Y", "%m/%d/%Y")),
        (("02-03-2026", "03-04-2026", "05-06-2026"), ("%d-%m-%Y", "%m-%d-%Y")),
    ],
)
def test_a_day_that_may_be_a_month_is_asked_about(texts: tuple[str, ...], options: tuple[str, ...]) -> None:
    proposal = _deals(Created_Date=texts)
    column = proposal.column("deals.csv", "Created Date")
    assert (column.doubt, column.options) == ("day_or_month_first", options)
    assert _filling(proposal, "created_on") == []
    answered = proposal.with_answer("deals.csv", "Created Date", options[0])
    assert answered.column("deals.csv", "Created Date").form is not None
    assert _filling(answered, "created_on") == ["Created Date"]


def test_another_column_of_the_file_decides_which_comes_first() -> None:
    proposal = _deals(
        Created_Date=("02/03/2026", "03/04/2026", "05/06/2026"), Expected_Close=("25/03/2026", "1/4/2026", "5/6/2026")
    )
    form = proposal.column("deals.csv", "Created Date").form
    assert form
    assert form.dates == "%d/%m/%Y"


def test_dates_that_contradict_each_other_are_asked_about() -> None:
    proposal = _deals(Created_Date=("25/03/2026", "03/25/2026", "05/06/2026"))
    assert proposal.column("deals.csv", "Created Date").doubt == "mixed_dates"


def test_a_point_that_may_part_thousands_is_asked_about() -> None:
    proposal = _deals(Amount=("1.234", "2.500", "12.000"))
    column = proposal.column("deals.csv", "Amount")
    assert (column.doubt, column.options) == ("decimal_or_thousands", (".", ","))
    assert _filling(proposal, "amount") == []
    form = proposal.with_answer("deals.csv", "Amount", ",").column("deals.csv", "Amount").form
    assert form
    assert (form.decimal, form.thousands) == (",", ".")


def test_numbers_in_two_styles_are_asked_about() -> None:
    assert _deals(Amount=("1.234,50", "1,234.50", "7")).column("deals.csv", "Amount").doubt == "mixed_numbers"


@pytest.mark.parametrize("text", ["Closed", "Uzavreté", "Cancelled", "Abgeschlossen", "Zrušené", "Not won"])
def test_a_stage_that_does_not_say_how_a_deal_ended_tells_no_outcome(text: str) -> None:
    proposal = _deals(Deal_Stage=("Won", "Lost", text))
    assert _filling(proposal, "outcome") == []
    assert _filling(proposal, "stage_id") == ["Deal Stage"]
    column = proposal.column("deals.csv", "Deal Stage")
    assert column.doubt == "values_unsure"
    assert column.values["outcome"] == {"Won": "won", "Lost": "lost", text: ""}
    meant = {"Won": "won", "Lost": "lost", text: "lost"}
    answered = proposal.with_values("deals.csv", "Deal Stage", "outcome", meant)
    assert _filling(answered, "outcome") == ["Deal Stage"]


def test_stages_without_a_word_for_won_tell_no_outcome() -> None:
    assert _filling(_deals(Deal_Stage=("Objednávka", "Ponuka", "Kontakt")), "outcome") == []


def test_a_close_date_of_deals_whose_outcome_is_not_known_is_asked_about() -> None:
    proposal = _deals(Deal_Stage=("1", "2", "3"), Closed_On=None, Expected_Close=None, Close_Date=DEALS["Closed On"])
    column = proposal.column("deals.csv", "Close Date")
    assert column.options == ("closed_on", "expected_close_on", "closed_on expected_close_on", "")
    both = proposal.with_answer("deals.csv", "Close Date", "closed_on expected_close_on")
    assert both.column("deals.csv", "Close Date").targets == ("closed_on", "expected_close_on")


def test_an_id_that_comes_again_is_no_id() -> None:
    proposal = _deals(Deal_ID=("D1", "D1", "D2"))
    assert _filling(proposal, "id") == []
    assert proposal.column("deals.csv", "Deal ID").doubt == "not_unique"


def test_texts_under_a_header_of_money_are_no_money() -> None:
    assert _deals(Amount=("big", "small", "7")).column("deals.csv", "Amount").doubt == "does_not_fit"


def test_a_header_with_a_slip_of_the_hand_is_asked_about() -> None:
    proposal = _deals(Amount=None, Ammount=("1", "2", "3"))
    assert proposal.column("deals.csv", "Ammount").options == ("amount", "")
    assert _filling(proposal, "amount") == []


def test_a_discount_in_money_is_no_share() -> None:
    sheet = paper("deal_lines.csv", "Deal ID|Product|Quantity|Unit Price|Discount\nD1|A|1|10.5|15\nD2|B|2|20.5|40")
    assert _filling(propose([sheet]), "discount_share") == []


def test_numbers_of_people_are_no_size_bands() -> None:
    sheet = paper("accounts.csv", "Company|Industry|Employees\nAcme|Steel|2822\nBeta|Wood|495")
    assert propose([sheet]).open_doubts == ()
    assert _filling(propose([sheet]), "size_band") == []


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("data_dictionary.csv", "Table|Field|Description\naccounts|account|Company name", "dictionary"),
        ("tickets.csv", "ticket_id|account_id|submitted_at|closed_at|priority\nT1|A1|2026-01-01|2026-01-02|high", ""),
        (
            "targets.csv",
            "Year|Rep|" + "|".join(f"M{n:02}" for n in range(1, 13)) + "\n2026|J" + "|1" * 12,
            "wide_months",
        ),
        ("empty.csv", "Deal ID|Amount|Stage", "no_rows"),
        ("weather.csv", "Place|Rain\nNitra|12", ""),
    ],
)
def test_what_is_no_table_is_listed_with_the_reason(name: str, text: str, reason: str) -> None:
    proposal = propose([paper(name, text)])
    assert proposal.files == ()
    assert [(file.name, file.reason) for file in proposal.unknown] == [(name, reason or "no_table_fits")]


@pytest.mark.parametrize("name", ["deal_history.csv", "deal_audit.csv", "orders.csv", "refunds_refund.csv"])
def test_a_file_whose_name_says_something_else_is_not_taken_without_asking(name: str) -> None:
    text = "id|customer_id|amount|currency|created|status\n1|c1|5.50|eur|2026-01-01|won\n2|c2|6.50|eur|2026-01-02|lost"
    safe, left = propose([paper(name, text)]).safe()
    assert safe.files == ()
    assert [found.reason for found in left] in (["table_unsure"], [])


def test_an_unnamed_file_with_words_of_many_tables_is_not_taken_without_asking() -> None:
    text = "id|name|type|created|status\n1|One|a|2026-01-01|x\n2|Two|b|2026-01-02|y"
    safe, _ = propose([paper("export.csv", text)]).safe()
    assert safe.files == ()


@pytest.mark.parametrize(
    ("spans", "inclusive"),
    [
        ("2026-01-16|2027-01-15 2026-02-10|2027-02-09 2026-03-05|2026-05-20", True),
        ("2026-01-16|2027-01-16 2026-02-10|2027-02-10 2026-03-05|2026-05-20", False),
        ("2026-01-01|2026-12-31 2026-02-01|2026-02-28 2026-03-01|", True),
        ("2026-01-01|2027-01-01 2026-02-01|2026-03-01 2026-03-01|", False),
        ("2026-01-01| 2026-02-01| 2026-03-01|", False),
    ],
)
def test_the_last_day_of_a_span_belongs_to_it_only_if_the_dates_say_so(spans: str, inclusive: bool) -> None:  # noqa: FBT001
    rows = "\n".join(f"C{at}|Acme|{span}|5" for at, span in enumerate(spans.split()))
    (file,) = propose([paper("contracts.csv", f"Contract No|Company|Start|End|Monthly Fee\n{rows}")]).files
    assert file.ends_inclusive is inclusive
