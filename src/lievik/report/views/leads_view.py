"""How good leads are → blocks: who can be reached, by where they come from, and what that does to conversion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language
from lievik.model.leads import LeadGroup, LeadsAnswer
from lievik.report.blocks import About, Block, Bullets, Cell, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.coverage_wording import bring
from lievik.report.views.leads_wording import REACHED, REASONS, group_label

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue
    from lievik.model.result import MetricResult

_MOST: Final = 25
"""So many rows are listed for people; the others are in JSON."""


@dataclass(frozen=True, kw_only=True)
class LeadsView:
    """Writes how good leads are, in one language."""

    catalogue: Catalogue
    language: Language
    found: LeadsAnswer

    def blocks(self) -> Iterator[Block]:
        """The title, what is known of the leads, then by source, and why."""
        say = self.language.say
        period, day = self.language.period_title(self.found.period), self.language.date(self.found.as_of)
        yield Heading(text=say("Lead quality — leads created in {period}, as of {day}", period=period, day=day))
        if self.trouble:
            yield Paragraph(text=self.trouble)
            return
        yield Bullets(items=tuple(self.told()))
        yield self.groups()
        if len(self.found.groups) > _MOST:
            yield Paragraph(text=say("and {n} more", n=len(self.found.groups) - _MOST), style="dim")
        lines = tuple(self.standing_out())
        if lines:
            yield Heading(text=say("Beyond chance"), level=2)
            yield Bullets(items=lines)
        if self.found.reasons:
            yield Heading(text=say("Why it is thought so"), level=2)
            yield self.reasons()

    @property
    def trouble(self) -> str:
        """Why there is nothing to tell; empty where there is."""
        found, say = self.found, self.language.say
        if found.whole is None:
            reason = self.language.sentence(found.reason, self.catalogue.reasons, found.reason_facts)
            told, way = say("Nothing can be said: {reason}", reason=reason), bring(found.reason, found.reason_facts)
            return f"{told} → {way}" if way else told
        return "" if found.whole.leads else say("No leads were created in this time.")

    def told(self) -> Iterator[str]:
        """How many leads can be reached, and conversion with and without those who cannot."""
        whole, language = self.found.whole, self.language
        if whole is None:
            return
        parts = [f"{language.say(REACHED[told])} {language.count(count)}" for told, count in whole.counts.items()]
        leads = language.say_many("{n} lead", "{n} leads", whole.leads)
        yield f"{leads}: {', '.join(parts)}"
        share = whole.unreachable
        if share.value is not None:
            part = language.part_of(share.numerator, share.denominator)
            between = language.interval(share.interval, "share") if share.status == "ok" else ""
            told = f"{part} ({language.share(share.value)}; {between})" if between else part
            yield language.say("Unreachable of those with an address: {part}", part=told)
        yield language.say(
            "Conversion of all: {all}; without the unreachable: {without}",
            all=self._rate(whole.conversion),
            without=self._rate(whole.contactable),
        )
        if self.found.duplicates:
            yield language.say_many(
                "{n} lead is counted nowhere here: an earlier one has the same address",
                "{n} leads are counted nowhere here: earlier ones have the same addresses",
                self.found.duplicates,
            )

    def groups(self) -> Table:
        """A row a source, that with the most unreachable leads first, and one of all together."""
        say = self.language.say
        columns = (
            Column(
                title=self.language.text(self.catalogue.dimension(self.found.split_by).titles), wraps=True, least=12
            ),
            Column(title=say("Leads"), is_number=True, rank=1),
            Column(title=say("Unreachable"), is_number=True),
            Column(title=say("95% interval"), is_number=True, rank=3),
            Column(title=say("Conversion"), is_number=True),
            Column(title=say("Without them"), is_number=True),
            Column(title=say("Difference"), is_number=True, rank=2),
        )
        rows = [self._row(group) for group in self.found.groups[:_MOST]]
        if self.found.whole and len(self.found.groups) > 1:
            rows.append(self._row(self.found.whole, is_whole=True))
        return Table(columns=columns, rows=tuple(rows))

    def _row(self, group: LeadGroup, *, is_whole: bool = False) -> Row:
        language, share = self.language, group.unreachable
        return Row(
            cells=(
                cell(language.say("Together"), "strong") if is_whole else self._name(group),
                cell(language.count(group.leads)),
                self._share(group),
                cell(language.interval(share.interval, "share") if share.status == "ok" else NOTHING, "dim"),
                self._rate_cell(group.conversion),
                self._rate_cell(group.contactable),
                cell(NOTHING if group.gap is None else language.points(group.gap), "dim"),
            )
        )

    def _name(self, group: LeadGroup) -> Cell:
        if not group.group:
            return cell(self.language.say("(not given)"), "dim")
        return cell(group_label(self.found.split_by, group.group, self.language))

    def _share(self, group: LeadGroup) -> Cell:
        """The share of unreachable leads, of few their number; a sign where it is other than chance explains."""
        share, language = group.unreachable, self.language
        if share.value is None:
            return cell(NOTHING, "dim")
        is_owner = self.found.split_by == "owner" and group.group and share.numerator
        about = About("fault", "lead_unreachable", group.group or "") if is_owner else None
        if share.status != "ok":
            return cell(language.part_of(share.numerator, share.denominator), "dim", about=about)
        text = language.share(share.value)
        if not group.side:
            return cell(text, about=about)
        stands_out = language.say("stands out")
        if group.side == "above":
            return cell(f"▲ {text}", "care", stands_out, about)
        return cell(f"▼ {text}", "good", stands_out, about)

    def _rate(self, result: MetricResult) -> str:
        return self.language.value(result)

    def _rate_cell(self, result: MetricResult) -> Cell:
        return cell(self._rate(result), "" if result.status in {"ok", "immature"} else "dim")

    def standing_out(self) -> Iterator[str]:
        """Sources with more unreachable leads than chance explains, a sentence each."""
        whole, language = self.found.whole, self.language
        if whole is None or whole.unreachable.value is None:
            return
        for group in self.found.standing_out:
            yield language.say(
                "{source}: unreachable {part}, more than chance explains; all together {all}",
                source=self._name(group).text,
                part=language.part_of(group.unreachable.numerator, group.unreachable.denominator),
                all=language.share(whole.unreachable.value),
            )

    def reasons(self) -> Table:
        """How many leads can be reached, or cannot, for which reason."""
        language = self.language
        columns = (
            Column(title=language.say("What is known"), wraps=True),
            Column(title=language.say("Why"), wraps=True, least=24),
            Column(title=language.say("Leads"), is_number=True),
        )
        rows = tuple(
            Row(
                cells=(
                    cell(language.say(REACHED[each.reachability])),
                    cell(language.say(REASONS[each.reason])),
                    cell(language.count(each.leads)),
                )
            )
            for each in self.found.reasons
        )
        return Table(columns=columns, rows=rows)
