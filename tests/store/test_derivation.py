"""What is worked out at load, by hand: a few rows each, and what has to come of them."""

from __future__ import annotations

from decimal import Decimal

import duckdb

from lievik.model.conventions import Conventions
from lievik.model.periods import FiscalYear
from lievik.model.tables import TABLES
from lievik.planner.row_sql import columns_of
from lievik.store.derivation import DERIVED_TABLES, JUDGED, derive
from lievik.store.derived_columns import COLUMNS
from lievik.store.suspicion import ODD
from tests.store.written_rows import database, rows


def derived(conventions: Conventions | None = None, **tables: str) -> duckdb.DuckDBPyConnection:
    """Give a database with the written rows, everything worked out."""
    connection = database(**tables)
    derive(connection, conventions or Conventions())
    return connection


def test_nothing_comes_of_nothing() -> None:
    connection = derived()
    assert {table: rows(connection, table, "1") for table in DERIVED_TABLES} == {table: [] for table in DERIVED_TABLES}


def test_every_derived_table_and_column_is_worked_out() -> None:
    assert {table.name for table in TABLES.values() if table.is_derived} == set(DERIVED_TABLES)
    for table in TABLES.values():
        made = {name for derived in COLUMNS if derived.table == table.name for name in derived.columns}
        assert set(table.derived_columns) <= made


def test_working_out_twice_changes_nothing() -> None:
    connection = derived(deal=WINS, fx_rate=RATES)
    before = {
        table: rows(connection, table, " ".join(f'"{c}"' for c in TABLES[table].columns)) for table in DERIVED_TABLES
    }
    derive(connection, Conventions())
    after = {
        table: rows(connection, table, " ".join(f'"{c}"' for c in TABLES[table].columns)) for table in DERIVED_TABLES
    }
    assert after == before


WINS = """
    id | account_id | outcome | closed_on  | created_on | amount | currency | owner_id
    1  | acme       | won     | 2026-01-10 | 2026-01-01 | 100.00 | EUR      | eva
    2  | acme       | won     | 2026-01-10 | 2025-12-01 | 50.00  | USD      | eva
    3  | acme       | lost    | 2026-01-05 | 2026-01-01 | 70.00  | EUR      | eva
    4  | -          | won     | 2026-01-04 | 2026-01-01 | 10.00  | EUR      | -
    5  | bolt       | won     | -          | 2026-01-01 | 20.00  | EUR      | jan
"""
RATES = """
    id | on_date    | from_currency | to_currency | rate | kind
    a  | 2026-01-02 | USD           | EUR         | 0.90 | -
    b  | 2026-01-05 | USD           | EUR         | 0.80 | market
"""


# --------------------------------------------------------------------------------------------- deals


def test_a_deal_is_qualified_since_its_first_qualified_stage_unless_the_source_says() -> None:
    connection = derived(
        stage="""
            id | kind | is_qualified
            s1 | open | false
            s2 | open | true
            s3 | open | true
        """,
        deal="""
            id | qualified_on
            1  | -
            2  | 2026-05-05
            3  | -
        """,
        deal_version="""
            deal_id | stage_id | valid_from_on | known_until
            1       | s1       | 2026-01-01    | -
            1       | s3       | 2026-03-01    | -
            1       | s2       | 2026-02-01    | -
            1       | s2       | 2026-01-15    | 2026-01-20 00:00
            2       | s2       | 2026-02-01    | -
            3       | s1       | 2026-02-01    | -
            -       | s2       | 2026-02-01    | -
        """,
    )
    assert rows(connection, "deal", "id qualified_on") == ["1 2026-02-01", "2 2026-05-05", "3 -"]


def test_what_was_worked_out_is_worked_out_anew_when_its_ground_changes() -> None:
    connection = derived(
        stage="id | kind | is_qualified\n s1 | won | true",
        deal="id | stage_id | outcome\n 1 | s1 | -",
        deal_version="deal_id | stage_id | valid_from_on\n 1 | s1 | 2026-01-01",
    )
    assert rows(connection, "deal", "outcome qualified_on") == ["won 2026-01-01"]
    connection.execute("UPDATE stage SET kind = 'lost'")
    connection.execute("DELETE FROM deal_version")
    derive(connection, Conventions())
    assert rows(connection, "deal", "outcome qualified_on") == ["lost -"]


def test_a_cycle_starts_with_the_first_contact_else_the_lead_else_the_deal() -> None:
    connection = derived(
        deal="""
            id | first_contact_on | created_on
            1  | 2026-01-01       | 2026-02-01
            2  | -                | 2026-02-01
            3  | -                | 2026-02-01
            4  | -                | -
        """,
        lead="""
            id | deal_id | created_on
            l1 | 1       | 2025-12-01
            l2 | 2       | 2026-01-20
            l3 | 2       | 2026-01-10
            l4 | -       | 2025-01-01
        """,
    )
    assert rows(connection, "deal", "id cycle_started_on") == ["1 2026-01-01", "2 2026-01-10", "3 2026-02-01", "4 -"]


def test_an_outcome_that_is_missing_is_that_of_the_stage() -> None:
    connection = derived(
        stage="id | kind\n s1 | won\n s2 | open",
        deal="id | stage_id | outcome\n 1 | s1 | -\n 2 | s1 | lost\n 3 | - | -",
        deal_version="id | stage_id | outcome\n v1 | s2 | -",
    )
    assert rows(connection, "deal", "id outcome") == ["1 won", "2 lost", "3 -"]
    assert rows(connection, "deal_version", "id outcome") == ["v1 open"]


def test_the_first_win_is_the_earliest_won_deal_of_an_account() -> None:
    connection = derived(deal=WINS)
    assert rows(connection, "first_win", "account_id deal_id won_on owner_id") == ["acme 1 2026-01-10 eva"]


def test_a_line_ends_with_its_deal() -> None:
    connection = derived(deal=WINS, deal_line="id | deal_id\n a | 1\n b | 3\n c | -\n d | gone")
    assert rows(connection, "deal_line", "id closed_on outcome is_deleted") == [
        "a 2026-01-10 won false",
        "b 2026-01-05 lost false",
        "c - - false",
        "d - - false",
    ]


# --------------------------------------------------------------------------------------------- leads


def test_leads_with_the_same_address_repeat_the_earliest_that_is_kept() -> None:
    connection = derived(
        lead="""
            id | email   | created_on | is_deleted | merged_into_id | converted_on | deal_id
            a  | X@y.sk  | 2026-01-03 | false      | -              | -            | -
            b  | x@y.sk  | 2026-01-02 | false      | -              | -            | -
            c  | x@y.sk  | 2026-01-02 | false      | -              | 2026-02-02   | d1
            d  | x@y.sk  | 2026-01-01 | true       | -              | 2026-01-01   | -
            e  | -       | 2026-01-01 | false      | -              | -            | -
            f  | -       | 2026-01-01 | false      | -              | 2026-03-03   | d2
            g  | -       | 2026-01-01 | true       | h              | 2026-01-20   | -
            h  | q@y.sk  | 2026-01-05 | true       | a              | -            | d3
            i  | -       | 2026-01-05 | false      | j              | 2026-01-01   | -
            j  | -       | 2026-01-05 | false      | i              | 2026-01-01   | -
        """,
        deal="""
            id | outcome | closed_on  | is_deleted
            d1 | won     | 2026-04-01 | false
            d2 | won     | 2026-04-02 | true
            d3 | won     | 2026-03-15 | false
        """,
    )
    assert rows(connection, "lead", "id duplicate_of_id first_converted_on won_on") == [
        "a b - -",
        "b - 2026-01-20 2026-03-15",
        "c b - -",
        "d - - -",
        "e - - -",
        "f - 2026-03-03 -",
        "g - - -",
        "h - - -",
        "i - - -",
        "j - - -",
    ]


# ----------------------------------------------------------------------------------- days and rates


def test_every_day_from_first_to_last_has_its_place_in_the_calendars() -> None:
    connection = derived(
        Conventions(fiscal=FiscalYear(start_month=4, label="end")),
        deal="id | created_on | expected_close_on\n 1 | 2025-12-28 | 2026-04-01\n 2 | - | -",
    )
    assert rows(connection, "day", "min(on_date) max(on_date) count(*)") == ["2025-12-28 2026-04-01 95"]
    shown = "on_date year quarter month iso_year iso_week fiscal_year fiscal_quarter is_workday"
    ends = "on_date IN (DATE '2025-12-29', DATE '2026-03-31', DATE '2026-04-01', DATE '2026-01-04')"
    assert rows(connection, "day", shown, ends) == [
        "2025-12-29 2025 4 12 2026 1 2026 3 true",
        "2026-01-04 2026 1 1 2026 1 2026 4 false",
        "2026-03-31 2026 1 3 2026 14 2026 4 true",
        "2026-04-01 2026 2 4 2026 14 2027 1 true",
    ]


def test_a_fiscal_year_may_be_named_after_the_year_it_starts_in() -> None:
    start = derived(Conventions(fiscal=FiscalYear(start_month=4, label="start")), deal="created_on\n2026-03-31")
    assert rows(start, "day", "fiscal_year fiscal_quarter") == ["2025 4"]
    plain = derived(deal="created_on\n2026-03-31")
    assert rows(plain, "day", "fiscal_year fiscal_quarter") == ["2026 1"]


def test_a_rate_is_the_last_one_known_on_the_day() -> None:
    connection = derived(deal="created_on | currency\n2026-01-01 | USD\n2026-01-06 | USD", fx_rate=RATES)
    direct = "from_currency = 'USD' AND to_currency = 'EUR'"
    assert rows(connection, "rate_day", "on_date round(rate,4) kind", direct) == [
        "2026-01-02 0.9000 market",
        "2026-01-03 0.9000 market",
        "2026-01-04 0.9000 market",
        "2026-01-05 0.8000 market",
        "2026-01-06 0.8000 market",
    ]
    inverse = "from_currency = 'EUR' AND to_currency = 'USD' AND on_date = DATE '2026-01-05'"
    assert rows(connection, "rate_day", "rate", inverse) == ["1.25000000000000"]


def test_pairs_that_are_not_quoted_go_over_one_other_currency_and_kinds_do_not_mix() -> None:
    connection = derived(
        deal="created_on | currency\n2026-01-01 | USD\n2026-01-02 | CZK\n2026-01-02 | -",
        fx_rate="""
            on_date    | from_currency | to_currency | rate | kind
            2026-01-01 | EUR           | USD         | 1.25 | market
            2026-01-01 | EUR           | CZK         | 25   | market
            2026-01-02 | CZK           | USD         | 0.06 | market
            2026-01-01 | USD           | EUR         | 0.7  | budget
            2026-01-01 | USD           | -           | 0.7  | -
            2026-01-01 | USD           | GBP         | 0    | -
        """,
    )
    shown = "on_date kind from_currency to_currency round(rate,6)"
    assert rows(connection, "rate_day", shown, "from_currency = 'USD'") == [
        "2026-01-01 budget USD EUR 0.700000",
        "2026-01-01 market USD CZK 20.000000",
        "2026-01-01 market USD EUR 0.800000",
        "2026-01-02 budget USD EUR 0.700000",
        "2026-01-02 market USD CZK 16.666667",
        "2026-01-02 market USD EUR 0.800000",
    ]
    twice = "SELECT count(*) FROM rate_day GROUP BY on_date, from_currency, to_currency, kind HAVING count(*) > 1"
    assert connection.execute(twice).fetchall() == []


# ------------------------------------------------------------------------------------------ people


def test_a_later_team_ends_the_earlier_membership() -> None:
    connection = derived(
        team_member="""
            id | team_id | rep_id | starts_on  | ends_on
            1  | north   | eva    | -          | 2026-06-01
            2  | south   | eva    | 2026-03-01 | -
            3  | east    | jan    | 2026-01-01 | 2026-02-01
            4  | west    | jan    | 2026-05-01 | -
            5  | home    | jan    | 2026-05-01 | -
            6  | home    | -      | 2026-05-01 | -
        """
    )
    assert rows(connection, "membership", "rep_id team_id starts_on ends_on") == [
        "eva north - 2026-03-01",
        "eva south 2026-03-01 -",
        "jan east 2026-01-01 2026-02-01",
        "jan home 2026-05-01 -",
    ]


def test_stretches_are_the_time_that_a_rep_was_there_each_in_one_team_or_in_none() -> None:
    connection = derived(
        rep="""
            id  | name | started_on | left_on    | carries_quota
            eva | Eva  | 2026-01-01 | 2026-12-01 | true
            jan | Ján  | -          | -          | false
            oto | Oto  | 2026-02-01 | -          | true
            ida | Ida  | 2026-02-01 | 2026-02-01 | true
        """,
        team_member="""
            id | team_id | rep_id | starts_on  | ends_on
            1  | north   | eva    | 2025-06-01 | 2026-03-01
            2  | south   | eva    | 2026-04-01 | 2027-01-01
            3  | east    | jan    | -          | 2026-05-01
        """,
    )
    assert rows(connection, "rep_stretch", "rep_id team_id starts_on ends_on carries_quota", "TRUE") == [
        "eva - 2026-03-01 2026-04-01 true",
        "eva north 2026-01-01 2026-03-01 true",
        "eva south 2026-04-01 2026-12-01 true",
        "jan - 2026-05-01 - false",
        "jan east - 2026-05-01 false",
        "oto - 2026-02-01 - true",
    ]


def test_a_quota_of_whole_months_is_spread_flat_to_the_cent() -> None:
    connection = derived(
        quota="""
            subject_kind | subject_id | starts_on  | ends_on    | amount | currency
            rep          | eva        | 2026-01-01 | 2026-04-01 | 100.00 | EUR
            rep          | eva        | 2026-01-01 | 2026-02-01 | 0.01   | EUR
            team         | north      | 2026-01-01 | 2026-02-01 | 500    | EUR
            company      | -          | 2026-03-01 | 2026-04-01 | 900    | EUR
            rep          | jan        | 2026-01-01 | -          | 900    | EUR
            rep          | jan        | 2026-01-01 | 2026-01-01 | 900    | EUR
        """
    )
    shown = "subject_kind subject_id rep_id month_on quota_amount currency counts_for_company"
    assert rows(connection, "quota_month", shown) == [
        "company - - 2026-03-01 900.00 EUR true",
        "rep eva eva 2026-01-01 33.34 EUR true",
        "rep eva eva 2026-02-01 33.34 EUR true",
        "rep eva eva 2026-03-01 33.33 EUR false",
        "team north - 2026-01-01 500.00 EUR false",
    ]


def test_other_quotas_are_spread_by_days_and_add_up() -> None:
    connection = derived(
        quota="""
            subject_kind | subject_id | starts_on  | ends_on    | amount | currency
            rep          | eva        | 2026-01-15 | 2026-03-02 | 46.00  | EUR
            rep          | jan        | 2026-01-02 | 2026-04-03 | 100.01 | EUR
            team         | north      | 2026-07-01 | 2026-08-01 | 5      | EUR
        """
    )
    assert rows(connection, "quota_month", "month_on quota_amount", "subject_id = 'eva'") == [
        "2026-01-01 17.00",
        "2026-02-01 28.00",
        "2026-03-01 1.00",
    ]
    assert rows(connection, "quota_month", "sum(quota_amount)", "subject_id = 'jan'") == ["100.01"]
    assert rows(connection, "quota_month", "counts_for_company", "subject_id = 'north'") == ["true"]


def test_a_rep_and_month_knows_presence_ramp_quota_and_credit() -> None:
    connection = derived(
        rep="""
            id  | started_on | left_on    | ramp_id
            eva | -          | -          | -
            jan | 2026-01-16 | -          | fast
            ota | 2020-01-01 | 2026-01-11 | -
        """,
        ramp="ramp_id | month_no | share\nfast | 1 | 0.25\nfast | 2 | 0.5",
        quota="""
            subject_kind | subject_id | starts_on  | ends_on    | amount  | currency
            rep          | jan        | 2026-01-01 | 2026-04-01 | 3100.00 | EUR
            rep          | eva        | 2026-01-01 | 2026-02-01 | 100.00  | CZK
        """,
        deal="""
            id | owner_id | outcome | closed_on  | amount | currency | is_deleted
            1  | eva      | won     | 2026-01-31 | 100.00 | EUR      | false
            2  | eva      | won     | 2026-02-28 | 100.00 | USD      | false
            3  | eva      | won     | 2026-02-28 | 100.00 | CZK      | false
            4  | eva      | won     | 2026-02-28 | 100.00 | EUR      | true
            5  | ida      | won     | 2026-03-31 | 10.00  | EUR      | false
            6  | -        | won     | 2026-03-31 | 10.00  | EUR      | false
            7  | eva      | won     | 2026-03-31 | -      | EUR      | false
        """,
        deal_split="""
            deal_id | rep_id | share | kind
            1       | eva    | 0.7   | revenue
            1       | jan    | 0.3   | -
            1       | ota    | 1     | overlay
        """,
        fx_rate="on_date | from_currency | to_currency | rate\n2026-02-01 | USD | EUR | 0.905",
    )
    shown = "rep_id month_on days active_days round(ramp_share,2) quota_amount round(effective_quota,2) credited_amount"
    assert rows(connection, "owner_month", shown) == [
        "eva 2026-01-01 31 31 1.00 - - 70.00",
        "eva 2026-02-01 28 28 1.00 - - 90.50",
        "eva 2026-03-01 31 31 1.00 - - 0.00",
        "ida 2026-01-01 31 31 1.00 - - 0.00",
        "ida 2026-02-01 28 28 1.00 - - 0.00",
        "ida 2026-03-01 31 31 1.00 - - 10.00",
        "jan 2026-01-01 31 16 0.25 1033.33 133.33 30.00",
        "jan 2026-02-01 28 28 0.50 1033.34 516.67 0.00",
        "jan 2026-03-01 31 31 1.00 1033.33 1033.33 0.00",
        "ota 2026-01-01 31 10 1.00 - - 0.00",
    ]
    assert rows(connection, "owner_month", "min(currency) max(currency)") == ["EUR EUR"]


# --------------------------------------------------------------------------------------- customers


def test_subscriptions_that_overlap_or_touch_are_one_spell() -> None:
    connection = derived(
        customer_period="""
            account_id | starts_on  | ends_on    | monthly_amount | is_trial | cancelled_on
            acme       | 2025-01-01 | 2025-06-01 | 10             | false    | 2025-02-01
            acme       | 2025-03-01 | 2025-04-01 | 10             | false    | -
            acme       | 2025-06-01 | 2025-09-01 | 10             | false    | -
            acme       | 2025-09-02 | -          | 10             | false    | -
            bolt       | 2025-01-01 | 2025-02-01 | 0              | false    | -
            cent       | 2025-01-01 | 2025-02-01 | 10             | true     | -
            dual       | 2025-01-01 | 2025-01-01 | 10             | false    | -
            -          | 2025-01-01 | -          | 10             | false    | -
        """,
        deal=WINS,
    )
    assert rows(connection, "customer", "account_id spell_no became_on left_on basis") == [
        "acme 1 2025-01-01 2025-09-01 subscription",
        "acme 2 2025-09-02 - subscription",
    ]


INVOICES = """
    account_id | invoiced_on | amount | is_return
    acme       | 2026-01-01  | 10     | false
    acme       | 2026-01-11  | 10     | false
    acme       | 2026-01-11  | 20     | false
    acme       | 2026-01-21  | 10     | false
    acme       | 2026-03-01  | 10     | false
    bolt       | 2026-01-01  | 10     | false
    bolt       | 2026-01-31  | -10    | true
    cent       | 2026-04-01  | 10     | false
    -          | 2026-05-10  | 10     | false
"""


def test_a_buyer_is_lost_after_three_usual_gaps_and_returns_with_the_next_order() -> None:
    """Gaps of acme: 10, 10, 39; its own middle is 10, the company's too; the last day is 10 May."""
    connection = derived(invoice_line=INVOICES, deal=WINS)
    assert rows(connection, "customer", "account_id spell_no became_on left_on basis") == [
        "acme 1 2026-01-01 2026-02-20 invoices",
        "acme 2 2026-03-01 2026-03-31 invoices",
        "bolt 1 2026-01-01 2026-01-31 invoices",
        "cent 1 2026-04-01 2026-05-01 invoices",
    ]


def test_a_fixed_number_of_days_takes_the_place_of_gaps() -> None:
    connection = derived(Conventions(churn_fixed_days=39), invoice_line=INVOICES)
    assert rows(connection, "customer", "account_id spell_no became_on left_on") == [
        "acme 1 2026-01-01 2026-04-09",
        "bolt 1 2026-01-01 2026-02-09",
        "cent 1 2026-04-01 2026-05-10",
    ]
    later = derived(Conventions(churn_fixed_days=40), invoice_line=INVOICES)
    assert rows(later, "customer", "left_on", "account_id = 'cent'") == ["-"]


def test_without_any_gap_no_buyer_is_lost_and_gaps_may_be_stretched() -> None:
    lone = derived(deal=WINS)
    assert rows(lone, "customer", "account_id became_on left_on basis") == ["acme 2026-01-10 - deals"]
    stretched = derived(Conventions(churn_gaps=Decimal("3.95")), invoice_line=INVOICES)
    assert rows(stretched, "customer", "spell_no became_on left_on", "account_id = 'acme'") == [
        "1 2026-01-01 2026-04-09"
    ]


def test_costs_are_held_against_the_month_one_usual_cycle_later() -> None:
    """First wins took 9 days (acme, by id) and 60 days (cent): the middle is 34.5 days, one month."""
    connection = derived(
        deal="""
            id | account_id | outcome | closed_on  | created_on
            1  | acme       | won     | 2026-01-10 | 2026-01-01
            2  | acme       | won     | 2026-01-10 | 2025-01-01
            3  | cent       | won     | 2026-03-02 | 2026-01-01
            4  | dual       | won     | 2026-03-02 | -
        """,
        spend="id | spent_on\n s1 | 2026-01-31\n s2 | 2026-03-15\n s3 | -",
    )
    assert rows(connection, "spend", "id lagged_on") == ["s1 2026-02-28", "s2 2026-04-15", "s3 -"]
    assert rows(derived(spend="id | spent_on\n s1 | 2026-01-31"), "spend", "id lagged_on") == ["s1 2026-01-31"]


# --------------------------------------------------------------------------------------- forecasts


def test_the_call_that_stood_at_a_cut_off_is_the_last_commit_or_the_only_category() -> None:
    connection = derived(
        forecast_submission="""
            id | subject_kind | subject_id | starts_on | ends_on | category | amount | submitted_on | submitted_at
            1 | rep | eva | 2026-01-01 | 2026-04-01 | Commit | 100 | 2025-12-20 | -
            2 | rep | eva | 2026-01-01 | 2026-04-01 | commit | 110 | 2026-01-01 | 2026-01-01 08:00
            3 | rep | eva | 2026-01-01 | 2026-04-01 | commit | 120 | 2026-01-01 | 2026-01-01 09:00
            4 | rep | eva | 2026-01-01 | 2026-04-01 | best | 999 | 2026-01-01 | 2026-01-01 10:00
            5 | rep | eva | 2026-01-01 | 2026-04-01 | commit | 130 | 2026-01-15 | -
            6 | rep | eva | 2026-01-01 | 2026-04-01 | commit | 140 | 2026-01-16 | -
            7 | rep | jan | 2026-01-01 | 2026-04-01 | - | 50 | 2026-01-02 | -
            8 | rep | ota | 2026-01-01 | 2026-04-01 | best | 50 | 2026-01-01 | -
            9 | rep | ota | 2026-01-01 | 2026-04-01 | pipeline | 50 | 2026-01-01 | -
            10 | company | - | 2026-01-01 | 2026-04-01 | commit | 200 | 2026-01-10 | -
            11 | team | north | 2026-01-01 | 2026-04-01 | commit | 70 | 2025-12-01 | -
            12 | rep | eva | 2026-04-01 | 2026-07-01 | commit | 70 | - | -
        """
    )
    shown = "superseded_on cut_off subject_kind subject_id rep_id submitted_on amount counts_for_company"
    found = rows(connection, "forecast_call", shown)
    assert "2026-01-01 day_1 rep eva eva 2025-12-20 100.00 true" in found
    assert "2026-01-15 week_3 rep eva eva 2026-01-01 120.00 false" in found
    assert [row for row in found if row.startswith("- ")] == [
        "- day_1 rep eva eva 2026-01-01 120.00 true",
        "- day_1 team north - 2025-12-01 70.00 false",
        "- week_3 company - - 2026-01-10 200.00 true",
        "- week_3 rep eva eva 2026-01-15 130.00 false",
        "- week_3 rep jan jan 2026-01-02 50.00 false",
        "- week_3 team north - 2025-12-01 70.00 false",
    ]


# ------------------------------------------------------------------------------------------- facts


def test_what_tables_hold_is_noted() -> None:
    connection = derived(deal=WINS, lead="id | is_deleted\n a | true\n b | false")
    assert rows(connection, "meta_rows", "row_count", "table_name = 'deal'") == ["5"]
    filled = "table_name = 'deal' AND column_name IN ('account_id', 'closed_on', 'is_deleted', 'next_step_on')"
    assert rows(connection, "meta_filled", "column_name filled", filled) == [
        "account_id 4",
        "closed_on 4",
        "is_deleted 0",
        "next_step_on 0",
    ]
    assert rows(connection, "meta_filled", "filled", "table_name = 'lead' AND column_name = 'is_deleted'") == ["1"]
    assert rows(connection, "meta_currency", "currency n", "table_name = 'deal'") == ["EUR 4", "USD 1"]
    span = "table_name = 'deal' AND column_name IN ('closed_on', 'next_step_on')"
    assert rows(connection, "meta_span", "column_name first_on last_on", span) == ["closed_on 2026-01-04 2026-01-10"]
    assert rows(connection, "meta_rows", "row_count", "table_name = 'first_win'") == ["1"]


def test_a_receipt_looks_at_no_other_derived_columns_than_those_that_are_worked_out_for_it() -> None:
    derived = {(each.table, column) for each in COLUMNS for column in each.columns}
    judged = {(table, column) for table, odd in ODD.items() for sql in odd.values() for column in columns_of(sql)}
    assert {table for table, _ in derived & judged} <= JUDGED
