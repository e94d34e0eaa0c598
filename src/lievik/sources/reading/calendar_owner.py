"""A calendar's name, its file's name and who takes part in its events → whose calendar it is, and who is from outside.

Pure. Calendar files do not say whose they are; where nothing tells, the name stands for the owner.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_FEWEST: Final = 3
"""Meetings in which an address has to be, before it is taken for the owner's because it is in all of them."""


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Someone who takes part in an event.

    Attributes:
        address: of e-mail, in lower case; empty where none is told.
        answer: what was answered to the invitation: ACCEPTED, DECLINED, ...
        is_thing: a room or a device.
    """

    address: str
    name: str = ""
    answer: str = ""
    is_thing: bool = False


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Whose calendar it is.

    Attributes:
        address: of e-mail, in lower case; empty where it is not known.
        name: what stands for the owner: the address, else the calendar's name, else the file's.
    """

    address: str
    name: str

    def of(self, guests: Iterable[Guest]) -> Guest | None:
        """Find the owner among those who take part; none where the owner is not."""
        mine = _folded(self.name)
        known = {self.address, self.name.lower()} - {""}
        return next((g for g in guests if g.address in known or (mine and _folded(g.name) == mine)), None)

    def outsiders(self, guests: Iterable[Guest]) -> int:
        """Count people whose address is of another domain than the owner's; 0 where the owner's is not known."""
        return sum(bool(self.address) and guest.address.rpartition("@")[2] != self._domain for guest in guests)

    @property
    def _domain(self) -> str:
        return self.address.rpartition("@")[2]


def owner_of(calendar: str, file: str, meetings: Mapping[str, Sequence[Guest]]) -> Owner:
    """Say whose calendar it is.

    Args:
        calendar: what it calls itself; empty where it does not.
        file: name of its file, without the ending.
        meetings: who takes part in each event, by its uid.
    """
    names = [name for name in (calendar, file) if name]
    for name in names:
        if _ADDRESS.fullmatch(name.strip()):
            return Owner(address=name.strip().lower(), name=name.strip().lower())
    people = {guest.address: guest for guests in meetings.values() for guest in guests if guest.address}
    for name in names:
        alike = {address for address, guest in people.items() if guest.name and _folded(guest.name) == _folded(name)}
        if len(alike) == 1:
            address = alike.pop()
            return Owner(address=address, name=address)
    address = _in_all(meetings)
    return Owner(address=address, name=address or names[0])


def _in_all(meetings: Mapping[str, Sequence[Guest]]) -> str:
    """Give the one address that is in every meeting; empty where none or several are."""
    met = [{guest.address for guest in guests if guest.address} for guests in meetings.values() if guests]
    times = Counter(address for addresses in met for address in addresses)
    always = [address for address, count in times.items() if count == len(met)]
    return always[0] if len(always) == 1 and len(met) >= _FEWEST else ""


def _folded(name: str) -> str:
    """Give a name without what people write differently: case, accents, blanks and signs."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in letters if letter.isalnum())
