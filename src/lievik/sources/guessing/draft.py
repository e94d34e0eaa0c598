"""What is thought of a column while a sheet is held against one table; a draft ends as a `ColumnGuess`.

Drafts are changed in place by the steps of a guess, and by nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lievik.model.mapping import TextForm
from lievik.model.proposal import DATE_KINDS, LEAVE_OUT, NUMBER_KINDS, Certainty, ColumnGuess, Doubt
from lievik.model.tables import TABLES
from lievik.sources.guessing.header import Header
from lievik.sources.guessing.profile import Profile


@dataclass
class Draft:
    """One column of a sheet, held against one table."""

    header: Header
    profile: Profile
    table: str
    targets: list[str] = field(default_factory=list)
    certainty: Certainty = Certainty.SURE
    why: list[str] = field(default_factory=list)
    doubt: str = ""
    options: tuple[str, ...] = ()
    alternatives: list[str] = field(default_factory=list)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    scale: str = ""
    part: int = 0

    def kind_of(self, target: str) -> str:
        """Give the kind of a canonical column."""
        return TABLES[self.table].columns.get(target, "id")

    def has_kind(self, kinds: frozenset[str]) -> bool:
        """Whether it fills a column of one of these kinds."""
        return any(self.kind_of(target) in kinds for target in self.targets)

    def doubted(self, doubt: Doubt, *targets: str) -> None:
        """Let a person say whether it fills one of these columns; it fills none before."""
        self.doubt, self.options, self.certainty = doubt, (*targets, LEAVE_OUT), Certainty.DOUBTFUL
        self.alternatives = [*dict.fromkeys([*self.alternatives, *" ".join(targets).split()])]
        self.targets.clear()

    def unsure_of(self, doubt: str, options: tuple[str, ...] = ()) -> None:
        """Let a person say how it is written, or what its texts stand for; what it fills is not in doubt."""
        self.doubt, self.options = doubt, options

    def guess(self) -> ColumnGuess:
        """Give what came out."""
        self._weigh_form()
        doubt, options = _form_doubt(self.profile)
        return ColumnGuess(
            column=self.header.text,
            targets=tuple(self.targets),
            certainty=self.certainty,
            why=tuple(self.why),
            samples=self.profile.samples,
            alternatives=tuple(name for name in self.alternatives if name not in self.targets),
            values=self.values,
            form=self._form(),
            scale=self.scale,
            doubt=self.doubt,
            options=self.options,
            form_doubt=doubt,
            form_options=options,
            part=self.part,
        )

    def _weigh_form(self) -> None:
        """Doubt how dates or numbers are written, where the column fills something that asks for it."""
        if self.doubt:
            return
        if self.has_kind(DATE_KINDS) and self.profile.dates.doubt:
            self.unsure_of(self.profile.dates.doubt, self.profile.dates.options)
        elif self.has_kind(NUMBER_KINDS) and self.profile.numbers.doubt:
            self.unsure_of(self.profile.numbers.doubt, self.profile.numbers.options)

    def _form(self) -> TextForm | None:
        if self.has_kind(DATE_KINDS):
            return TextForm(dates=self.profile.dates.form) if self.profile.dates.form else None
        return self.profile.form


def _form_doubt(profile: Profile) -> tuple[str, tuple[str, ...]]:
    if profile.is_date:
        return profile.dates.doubt, profile.dates.options
    return (profile.numbers.doubt, profile.numbers.options) if profile.is_number else ("", ())
