"""What channels brought and cost, on leads, touches and costs that a reader can add up in the head."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from decimal import Decimal

import pytest

from lievik.errors import DimensionError, RequestError, UnknownNameError
from lievik.model.channels import ATTRIBUTIONS, ChannelRow, ChannelsAnswer
from lievik.questions.channels import Choosing
from tests.soundness.table_from_docstring import Company, Told, company

H1 = "2026-H1"


def look(found: Company, period: str = H1, **choosing: object) -> ChannelsAnswer:
    """Set channels side by side; whatever is credited, rows add up to the whole."""
    answer = found.workspace.channels(period=period, choosing=Choosing(**choosing))  # type: ignore[typeddict-item]
    if answer.whole is not None:
        for name in ("leads", "qualified", "converted", "won", "deals", "deals_won", "customers", "revenue"):
            parts = [getattr(row.credits, name) for row in answer.rows]
            assert sum(parts) == getattr(answer.whole.credits, name)
    return answer


def by_key(answer: ChannelsAnswer) -> dict[str | None, ChannelRow]:
    """Rows by what they are of."""
    return {row.key: row for row in answer.rows}


def credited(answer: ChannelsAnswer, name: str) -> dict[str | None, object]:
    """What is credited to whom, to six places."""
    found = {row.key: round(getattr(row.credits, name), 6) for row in answer.rows}
    return {key: value for key, value in found.items() if value}


THREE_TOUCHES = """
    lead  | id created_on lead_source account_id deal_id qualified_on converted_on
          | l  2026-01-20 Organic     a          d       2026-01-25   2026-02-01
    deal  | id outcome amount account_id created_on closed_on  lead_source
          | d  won     100.00 a          2026-02-01 2026-03-01 Cold_call
    touch | id lead_id channel  touched_on
          | 1  l       Fair     2026-01-10
          | 2  l       LinkedIn 2026-01-20
          | 3  l       Newsletter 2026-02-10
          | 4  l       SEO      2026-03-02
"""


@pytest.fixture
def three() -> Company:
    """A customer whom three channels touched; a fourth touch came after the win."""
    return company(THREE_TOUCHES)


@pytest.mark.parametrize(
    ("attribution", "wanted"),
    [
        ("first", {"events": 100}),
        ("last", {"email": 100}),
        ("linear", {"events": Decimal("33.33"), "social": Decimal("33.34"), "email": Decimal("33.33")}),
        # the fair was first, LinkedIn the last before the lead, the newsletter is the rest: 40, 40, 20
        ("u", {"events": 40, "social": 40, "email": 20}),
        # LinkedIn is the last before the lead and before the deal: 30, 60, 10
        ("w", {"events": 30, "social": 60, "email": 10}),
    ],
)
def test_three_channels_share_a_customer(three: Company, attribution: str, wanted: dict[str, object]) -> None:
    answer = look(three, attribution=attribution)
    assert credited(answer, "revenue") == wanted
    assert answer.whole is not None
    assert (answer.whole.credits.revenue, answer.whole.credits.won, answer.whole.credits.customers) == (100, 1, 1)
    shares = {key: round(float(str(amount)), 2) for key, amount in credited(answer, "leads").items()}
    assert shares == {key: round(float(str(amount)) / 100, 2) for key, amount in wanted.items()}
    assert (answer.has_touches, answer.unplaced.leads, answer.unplaced.deals) == (True, 0, 0)


def test_what_nobody_touched_came_by_its_own_source(told: Told) -> None:
    """A lead's source stands for its deal, too; a deal without a lead has its own, a campaign's channel the last word.

    lead     | id created_on lead_source deal_id campaign_id
             | l1 2026-01-10 Google      d1      -
             | l2 2026-01-11 -           -       c
             | l3 2026-01-12 -           -       -
    deal     | id outcome amount created_on closed_on  lead_source account_id
             | d1 won     50     2026-02-01 2026-02-10 Reseller    a
             | d2 won     70     2026-02-01 2026-02-10 Reseller    b
             | d3 lost    90     2026-02-01 2026-02-10 -           c
    campaign | id channel
             | c  E-mail
    """
    answer = look(told())
    assert credited(answer, "leads") == {"seo": 1, "email": 1, None: 1}
    assert credited(answer, "revenue") == {"seo": 50, "partner": 70}
    assert credited(answer, "deals") == {"seo": 1, "partner": 1, None: 1}
    assert (answer.has_touches, answer.unplaced.leads, answer.unplaced.deals) == (False, 3, 3)
    assert by_key(answer)["seo"].sources == ("Google",)


def test_cost_customers_and_return(told: Told) -> None:
    """SEO: 500 − 100 over 100. Fairs cost 300 and brought nobody; referrals brought 80 and their cost is not known.

    lead  | id created_on lead_source deal_id
          | l1 2026-01-10 SEO         d1
          | l2 2026-01-10 SEO         d2
          | l3 2026-01-10 Fair        -
          | l4 2026-01-10 Referral    d3
    deal  | id outcome amount created_on closed_on  account_id
          | d0 won     999    2025-01-01 2025-02-01 b
          | d1 won     200    2026-01-10 2026-02-01 a
          | d2 won     300    2026-01-10 2026-02-01 b
          | d3 won     80     2026-01-10 2026-02-01 c
    spend | spent_on   channel amount category
          | 2026-01-05 seo     60     media
          | 2026-06-30 SEO     40     agency
          | 2026-07-01 SEO     999    media
          | 2026-03-01 Fair    300    media
          | 2026-03-01 E-mail  0      media
          | 2026-03-01 -       1000   payroll
    """
    found = told()
    answer = look(found)
    rows = by_key(answer)
    assert (rows["seo"].cost, rows["seo"].credits.revenue, rows["seo"].credits.deals_won) == (100, 500, 2)
    # b bought before: one new customer
    assert (rows["seo"].credits.customers, rows["seo"].cost_per_customer) == (1, 100)
    assert rows["seo"].back is not None
    assert rows["seo"].back.value == 4
    assert (rows["events"].cost, rows["events"].cost_per_customer) == (300, None)
    assert rows["events"].back is not None
    assert rows["events"].back.value == -1
    assert rows["events"].back.low == -1
    assert rows["events"].back.high > -1
    assert (rows["network"].cost, rows["network"].cost_per_customer, rows["network"].back) == (None, None, None)
    # a cost of zero is known, and nothing can be divided by it
    assert (rows["email"].cost, rows["email"].cost_per_customer, rows["email"].back) == (0, None, None)
    assert dict(answer.unplaced.costs) == {"payroll": 1000}
    assert answer.whole is not None
    assert (answer.whole.cost, answer.whole.credits.revenue) == (400, 580)
    assert answer.whole.back is not None
    # of the channels whose cost is known: (500 − 400) ÷ 400
    assert answer.whole.back.value == Decimal("0.25")
    assert rows["seo"].standing == rows["events"].standing == "alike"


def test_the_example_of_the_article(told: Told) -> None:
    """One channel, one customer for 2,000; the metric says the same.

    lead  | id created_on lead_source deal_id
          | l1 2026-01-10 SEO         d1
    deal  | id outcome amount created_on closed_on  account_id
          | d1 won     9000   2026-01-10 2026-02-01 a
    spend | spent_on   channel amount
          | 2026-01-05 SEO     2000
    """
    answer = look(told())
    (row,) = answer.rows
    assert row.cost_per_customer == 2000
    assert answer.article_cost is not None
    assert answer.article_cost.value == 2000
    assert row.standing == ""


def test_margin_takes_the_place_of_revenue(told: Told) -> None:
    """Of 500 a fifth is 100: nothing is left over 100 of cost.

    lead  | id created_on lead_source deal_id
          | l1 2026-01-10 SEO         d1
    deal  | id outcome amount created_on closed_on
          | d1 won     500    2026-01-10 2026-02-01
    spend | spent_on   channel amount
          | 2026-01-05 SEO     100
    """
    answer = told().workspace.channels(period=H1, parameters={"margin_share": "0.2"})
    assert answer.margin_share == Decimal("0.2")
    assert answer.rows[0].back is not None
    assert answer.rows[0].back.value == 0


def test_categories_of_costs_count_or_do_not(told: Told) -> None:
    """Media 60, an agency 40, wages 10.

    lead  | id created_on lead_source
          | l1 2026-01-10 SEO
    spend | spent_on   channel amount category
          | 2026-01-05 SEO     60     Media
          | 2026-01-05 SEO     40     agency
          | 2026-01-05 SEO     10     payroll
    """
    found = told()
    assert look(found).rows[0].cost == 110
    assert look(found, costs=("media",)).rows[0].cost == 60
    assert look(found, without_costs=("PAYROLL",)).rows[0].cost == 100
    with pytest.raises(UnknownNameError, match="rent"):
        look(found, costs=("rent",))


def test_two_currencies_each_at_its_own_day(told: Told) -> None:
    """The dollar was worth 0.5 when it was spent and 0.8 when the deal was won; crowns have no rate.

    lead    | id created_on lead_source deal_id
            | l1 2026-01-10 SEO         d1
            | l2 2026-01-10 SEO         d2
            | l3 2026-01-10 SEO         d3
            | l4 2026-01-10 SEO         d4
    deal    | id outcome amount currency created_on closed_on
            | d1 won     100.01 USD      2026-01-10 2026-03-01
            | d2 won     50     EUR      2026-01-10 2026-03-01
            | d3 won     70     CZK      2026-01-10 2026-03-01
            | d4 won     -      EUR      2026-01-10 2026-03-01
    touch   | id lead_id channel touched_on
            | 1  l1      SEO     2026-01-10
            | 2  l1      Fair    2026-01-11
            | 3  l1      E-mail  2026-01-12
    spend   | spent_on   channel amount currency
            | 2026-01-05 SEO     10     USD
            | 2026-01-05 SEO     5      EUR
            | 2026-01-05 SEO     9      CZK
            | 2026-01-05 SEO     -      EUR
    fx_rate | on_date    from_currency to_currency rate
            | 2026-01-01 USD           EUR         0.5
            | 2026-03-01 USD           EUR         0.8
    """
    answer = look(told(), attribution="linear")
    # 80.008 is 80.01: 26.67, 26.67 and 26.67 are to the cent what thirds come to
    assert credited(answer, "revenue") == {
        "seo": Decimal("76.67"),
        "events": Decimal("26.67"),
        "email": Decimal("26.67"),
    }
    assert by_key(answer)["seo"].cost == 10
    left_out = answer.unplaced
    assert (left_out.no_rate, left_out.no_amount, left_out.costs_no_rate, left_out.costs_no_amount) == (1, 1, 1, 1)


def test_a_deal_of_two_leads_is_won_once(told: Told) -> None:
    """Two people of one firm; the first of them began it.

    lead | id created_on lead_source deal_id email
         | l1 2026-01-10 SEO         d1      a@firm.example
         | l2 2026-01-20 Fair        d1      b@firm.example
    deal | id outcome amount created_on closed_on
         | d1 won     100    2026-02-01 2026-03-01
    """
    answer = look(told())
    assert credited(answer, "leads") == {"seo": 1, "events": 1}
    assert credited(answer, "deals_won") == {"seo": 1}
    assert credited(answer, "revenue") == {"seo": 100}


def test_what_repeats_a_lead_is_part_of_it(told: Told) -> None:
    """The second has the same address, the third was merged into the second; touches and deals of all are the first's.

    lead  | id created_on lead_source deal_id email  merged_into_id is_deleted disqualified_reason
          | l1 2026-01-10 SEO         -       a@b.sk -              no         -
          | l2 2026-01-20 Fair        -       A@b.sk -              no         -
          | l3 2026-01-30 Fair        d1      c@b.sk l2             no         -
          | l4 2026-01-30 Fair        -       d@b.sk -              yes        -
          | l5 2026-01-30 Fair        -       e@b.sk -              no         Spam
    deal  | id outcome amount created_on closed_on
          | d1 won     100    2026-02-01 2026-03-01
    touch | id lead_id channel touched_on
          | 1  l3      E-mail  2026-01-30
          | 2  l2      Social  2026-01-25
    """
    answer = look(told(), attribution="linear")
    assert credited(answer, "leads") == {"email": Decimal("0.5"), "social": Decimal("0.5")}
    assert credited(answer, "won") == {"email": Decimal("0.5"), "social": Decimal("0.5")}
    assert credited(answer, "revenue") == {"email": 50, "social": 50}


def test_touches_of_an_account_lead_to_what_no_touch_of_its_own_led_to(told: Told) -> None:
    """The account was at a fair before both; a touch that names a lead is that lead's alone.

    lead  | id created_on lead_source account_id
          | l1 2026-01-10 SEO         a
          | l2 2026-01-10 SEO         a
    deal  | id outcome amount created_on closed_on  account_id lead_source
          | d1 won     100    2026-02-01 2026-03-01 a          SEO
    touch | id lead_id account_id channel touched_on
          | 1  -       a          Fair    2026-01-05
          | 2  l1      a          E-mail  2026-01-06
    """
    answer = look(told())
    assert credited(answer, "leads") == {"email": 1, "events": 1}
    assert credited(answer, "revenue") == {"events": 100}


def test_a_cohort_is_followed_to_the_day_that_the_answer_is_as_of(told: Told) -> None:
    """Created in January, won in March; the deal of an older lead belongs to that lead's period.

    lead | id created_on lead_source deal_id qualified_on converted_on
         | l1 2026-01-10 SEO         d1      2026-01-12   2026-01-20
         | l0 2025-12-31 SEO         d2      2026-01-12   2026-01-20
    deal | id outcome amount created_on closed_on
         | d1 won     100    2026-01-20 2026-03-01
         | d2 won     40     2026-01-20 2026-03-01
    """
    found = told()
    answer = look(found, "2026-01")
    assert (credited(answer, "won"), credited(answer, "revenue"), answer.rows[0].days) == ({"seo": 1}, {"seo": 100}, 50)
    assert answer.settled_days == 58  # eight of ten between 50 and 60 days
    assert not answer.is_young
    assert look(found, "2026-Q2").rows == ()
    then = found.workspace.channels(period="2026-01", as_of="2026-02-28")
    assert (credited(then, "won"), credited(then, "revenue"), credited(then, "deals")) == ({}, {}, {"seo": 1})
    assert look(found, "2025-12").whole is not None
    assert credited(look(found, "2025-12"), "revenue") == {"seo": 40}


def test_young_leads_are_told_of(told: Told) -> None:
    """It took 100 days; leads of June are up to a month old.

    lead | id created_on lead_source deal_id
         | l1 2026-01-10 SEO         d1
         | l2 2026-06-10 SEO         -
    deal | id outcome amount created_on closed_on
         | d1 won     100    2026-01-20 2026-04-20
    """
    assert look(told(), "2026-06").is_young
    assert not look(told(), "2026-01").is_young


def test_sources_and_campaigns_are_rows_too(told: Told) -> None:
    """Two names of one channel; a campaign has a name.

    lead     | id created_on lead_source campaign_id
             | l1 2026-01-10 Google      c
             | l2 2026-01-10 Seznam      -
    campaign | id name
             | c  Spring
    spend    | spent_on   channel campaign_id amount
             | 2026-01-05 Google  c           10
             | 2026-01-05 Seznam  -           20
    """
    found = told()
    assert by_key(look(found))["seo"].sources == ("Google", "Seznam")
    assert {key: row.cost for key, row in by_key(look(found, split_by="lead_source")).items()} == {
        "Google": 10,
        "Seznam": 20,
    }
    campaigns = look(found, split_by="campaign")
    assert {row.key: (row.name, row.cost) for row in campaigns.rows} == {"c": ("Spring", 10), None: ("", None)}
    assert dict(campaigns.unplaced.costs) == {"": 20}


def test_a_workspace_says_where_a_source_belongs(told: Told) -> None:
    """Nobody knows what pigeons are.

    lead | id created_on lead_source
         | l1 2026-01-10 Pigeons
         | l2 2026-01-10 Facebook
    """
    answer = look(told())
    assert credited(answer, "leads") == {"other": 1, "social": 1}
    assert answer.untold == ("Pigeons",)
    own = look(told(channels={"pigeons": "outbound", "FACEBOOK": "paid"}))
    assert credited(own, "leads") == {"outbound": 1, "paid": 1}
    assert own.untold == ()
    with pytest.raises(UnknownNameError, match="birds"):
        look(told(channels={"Pigeons": "birds"}))


def test_costs_that_do_not_know_a_filter_are_not_told(told: Told) -> None:
    """Costs are of no industry.

    account | id industry
            | a  Food
            | b  Steel
    lead    | id created_on lead_source account_id industry
            | l1 2026-01-10 SEO         a          Food
            | l2 2026-01-10 SEO         b          Steel
    deal    | id outcome amount account_id created_on closed_on
            | d  won     5      a          2026-01-11 2026-01-12
    spend   | spent_on   channel amount
            | 2026-01-05 SEO     10
    """
    found = told().workspace
    answer = found.channels(period=H1, where={"industry": "Food"})
    assert answer.article_cost is None
    rows = {row.key: (row.cost, row.credits.leads, row.credits.revenue) for row in answer.rows}
    assert (answer.costs_unknown_by, rows) == (("industry",), {"seo": (None, 1, 0), None: (None, 0, 5)})
    with pytest.raises(DimensionError):
        found.channels(period=H1, where={"deal_type": ""})


def test_what_makes_no_sense_is_refused(told: Told) -> None:
    """One lead.

    lead | id created_on lead_source
         | l1 2026-01-10 SEO
    """
    found = told().workspace
    with pytest.raises(UnknownNameError, match="middle"):
        found.channels(choosing={"attribution": "middle"})
    with pytest.raises(UnknownNameError, match="owner"):
        found.channels(choosing={"split_by": "owner"})
    with pytest.raises(RequestError, match="one period"):
        found.channels(period="2026", grain="month")


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_a_company_without_leads_or_deals_says_so(told: Told, attribution: str) -> None:
    """Costs alone.

    spend | spent_on   channel amount
          | 2026-01-05 SEO     10
    """
    answer = look(told(), attribution=attribution)
    assert [(row.key, row.cost, row.credits.leads) for row in answer.rows] == [("seo", 10, 0)]
    assert answer.rows[0].cost_per_customer is None
