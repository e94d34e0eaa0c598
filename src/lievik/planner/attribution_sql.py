"""Leads and deals of a period, each with the touches that led to it, and what part of it each touch is credited with.

Pure. Parts are differences of rounded running shares, so they add up to one, and parts of money to the cent.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from lievik.model.channels import Attribution

LEADS_OF: Final = """-- every lead, and the one that it counts for: what it was merged into, the first of its address
lead_of AS (
  WITH RECURSIVE merged AS (
    SELECT id, merged_into_id AS into_id FROM lead WHERE merged_into_id IS NOT NULL
    UNION
    SELECT merged.id, lead.merged_into_id FROM merged INNER JOIN lead ON lead.id = merged.into_id
    WHERE lead.merged_into_id IS NOT NULL
  )
  SELECT lead.id, coalesce(target.duplicate_of_id, target.id) AS kept_id, lead.deal_id
  FROM lead
  LEFT JOIN merged ON merged.id = lead.id
  INNER JOIN lead AS target ON target.id = coalesce(merged.into_id, lead.id)
  WHERE target.merged_into_id IS NULL
),
named_touch AS (
  SELECT touch.id, touch.lead_id, touch.account_id, touch.touched_on, touch.campaign_id,
         coalesce(touch.channel, campaign.channel) AS source
  FROM touch LEFT JOIN campaign ON campaign.id = touch.campaign_id
  WHERE touch.touched_on <= $as_of
),
lead_touch AS (
  SELECT lead_of.kept_id, named_touch.id, named_touch.touched_on, named_touch.source, named_touch.campaign_id
  FROM named_touch INNER JOIN lead_of ON lead_of.id = named_touch.lead_id
),
account_touch AS (SELECT * FROM named_touch WHERE lead_id IS NULL AND account_id IS NOT NULL)"""
"""CTEs that the others read; touches of an account are those that name no lead."""

_TOUCHED: Final = """own_touch AS (
  SELECT DISTINCT journey.id, touch.id AS touch_id, touch.touched_on, touch.source, touch.campaign_id
  FROM journey INNER JOIN {led} INNER JOIN lead_touch AS touch ON touch.kept_id = {kept}
  WHERE touch.touched_on <= journey.until_on
),
touched AS (
  SELECT * FROM own_touch
  UNION ALL
  SELECT journey.id, touch.id AS touch_id, touch.touched_on, touch.source, touch.campaign_id
  FROM journey INNER JOIN account_touch AS touch ON touch.account_id = journey.account_id
  WHERE touch.touched_on <= journey.until_on AND journey.id NOT IN (SELECT id FROM own_touch)
),
-- what nobody is known to have touched came by its own source
found AS (
  SELECT *, TRUE AS is_touch FROM touched
  UNION ALL
  SELECT id, NULL, began_on, source, campaign_id, FALSE FROM journey WHERE id NOT IN (SELECT id FROM touched)
),
placed AS (
  SELECT found.id, found.source, found.campaign_id, found.is_touch,
         row_number() OVER way AS place,
         count(*) OVER every AS touches,
         greatest(count(*) FILTER (WHERE found.touched_on <= journey.began_on) OVER every, 1) AS lead_at,
         greatest(
           count(*) FILTER (WHERE found.touched_on <= coalesce(journey.deal_on, journey.began_on)) OVER every, 1
         ) AS deal_at
  FROM found INNER JOIN journey ON journey.id = found.id
  WINDOW way AS (PARTITION BY found.id ORDER BY found.touched_on, found.touch_id), every AS (PARTITION BY found.id)
),
weighed AS (SELECT *, CAST({weight} AS DOUBLE) AS weight FROM placed),
running AS (
  SELECT *, CASE WHEN place = touches THEN CAST(1 AS DECIMAL(13, 12)) ELSE CAST(round(
           sum(weight) OVER (PARTITION BY id ORDER BY place ROWS UNBOUNDED PRECEDING)
           / sum(weight) OVER (PARTITION BY id), 12) AS DECIMAL(13, 12)) END AS through
  FROM weighed
),
credited AS (
  SELECT *, lag(through, 1, CAST(0 AS DECIMAL(13, 12))) OVER (PARTITION BY id ORDER BY place) AS before FROM running
)"""


def _positions(mark: str, part: str, marks: tuple[str, ...]) -> str:
    """Weight of marked touches, each as often as it is marked, and what the others share."""
    listed = ", ".join(marks)
    taken = " + ".join(f"CASE WHEN place = {each} THEN {mark} ELSE 0 END" for each in marks)
    others = f"count(*) FILTER (WHERE place NOT IN ({listed})) OVER (PARTITION BY id)"
    return f"{taken} + CASE WHEN place IN ({listed}) THEN 0 ELSE {part} / {others} END"


_WEIGHTS: Final[Mapping[Attribution, str]] = MappingProxyType(
    {
        "first": "CASE WHEN place = 1 THEN 1 ELSE 0 END",
        "last": "CASE WHEN place = touches THEN 1 ELSE 0 END",
        "linear": "1",
        "u": _positions("0.4", "0.2", ("1", "lead_at")),
        "w": _positions("0.3", "0.1", ("1", "lead_at", "deal_at")),
    }
)
"""Which part of the credit a touch has, before parts are made to add up to one.

U: 40 % the first touch, 40 % the one before the lead was created, the rest shared; W: 30 % each of those and of the one
before the deal. Source: revopsmasters.com, as in definitions of channel effectiveness.
"""


def credited_lines(attribution: Attribution, *, of_deals: bool) -> str:
    """Write the CTEs from `journey` to `credited`.

    Args:
        attribution: which touches are credited.
        of_deals: journeys are deals, and `led` names the leads of each; else they are leads.

    Returns:
        CTEs; `credited` has a row a journey and touch: source, campaign_id, is_touch, place, touches, before, through.
        `journey` has to have id, account_id, began_on, deal_on, until_on, source, campaign_id.
    """
    led, kept = ("led ON led.deal_id = journey.id", "led.kept_id") if of_deals else ("", "journey.id")
    text = _TOUCHED.replace("INNER JOIN {led} ", f"INNER JOIN {led} " if led else "")
    return text.format(kept=kept, weight=_WEIGHTS[attribution])
