"""Which numbers of parts of a period add up to that of the whole: by hand, one reading after the other."""

from __future__ import annotations

from lievik.catalogue import load_catalogue
from lievik.catalogue.adding_up import adds_up
from lievik.definitions import built_in_texts

ADD_UP = {
    "qualified_leads",
    "total_revenue",
    "total_revenue:price_times_units",
    "total_revenue:billed",
    "total_revenue:recurring",
    "quota_attainment_rate:overlay",
    # what a rep books in a month is a third of what the same rep books in a quarter
    "rep_productivity",
    "rep_productivity:headcount",
    "rep_productivity:ramped",
}


def test_amounts_and_counts_add_up_and_rates_means_and_lengths_do_not() -> None:
    catalogue = load_catalogue(built_in_texts())
    readings = [reading for metric in catalogue.metrics.values() for reading in metric.readings.values()]
    assert {reading.full_name for reading in readings if adds_up(reading, catalogue.measures)} == ADD_UP
