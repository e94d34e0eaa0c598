"""One frozen record of everything that can be set: lievik.toml in, settings out; and the environment's language.

The only module that reads the environment. Secrets never stand in lievik.toml, only their names.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, Literal, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lievik.errors import LievikError, RequestError, SettingsError, WorkspaceError
from lievik.model.conventions import Conventions
from lievik.model.customer_rule import CUSTOMER_BASES, CUSTOMER_BYS, CUSTOMER_ENDS, CustomerRule
from lievik.model.periods import FiscalYear
from lievik.model.request import is_currency
from lievik.model.source_settings import SourceSettings, read_sources
from lievik.model.stage_rule import StageRule, read_stage_rules

FILE_NAME: Final = "lievik.toml"
"""File that makes a folder a workspace."""

LANGUAGES: Final = ("en", "sk")
"""Languages that the product speaks."""

_PARTS: Final = (
    *("fiscal_year", "customers", "privacy", "ledger", "parameters"),
    *("stages", "freshness", "sources", "channels"),
)

_KNOWN: Final = {
    "": (
        *("name", "currency", "country", "language", "time_zone", "as_of", "focus"),
        *_PARTS,
    ),
    "fiscal_year": ("start_month", "label"),
    "customers": ("by", "basis", "ends", "grace_days", "reactivation_days", "gap_factor", "fixed_days"),
    "privacy": ("selling_time",),
    "ledger": ("url",),
}

_LEDGER_URL: Final = "LIEVIK_LEDGER_URL"
_MOST_DAYS: Final = 3650
_Word = TypeVar("_Word", bound=str)
_SERVED: Final = "LIEVIK_WORKSPACE"
_USERS: Final = ("LIEVIK_USER", "USER", "LOGNAME", "USERNAME")

TEMPLATE: Final = """\
# Lievik's settings for this workspace. Every line that begins with # is a remark; take it away to change a value.

name = "{name}"
currency = "{currency}"            # numbers are shown in it; deals without a currency are taken to be in it
time_zone = "Europe/Bratislava"   # decides which day an instant falls on
country = "SK"                    # its public holidays are no working days
{language_line}
{as_of_line}

# The metrics you look at first. The article's advice: no more than seven.
# focus = ["win_rate", "average_deal_size", "revenue_growth"]

[fiscal_year]
start_month = 1                   # 1 = January
label = "end"                     # FY2026 ends ("end") or starts ("start") in 2026

[customers]
by = "account"                    # "parent": a company with all its subsidiaries is one customer
# basis = "subscription"          # or "invoices" or "deals"; without it the first of them that anybody has
ends = "service_end"              # lost as service ends; "notice": on its day; "stated": on the day of a churn_event
grace_days = 0                    # so many days after service ended, who has not renewed is not lost yet
reactivation_days = 90            # who comes back within so many days came back early
gap_factor = 3                    # without subscriptions: lost after so many times the usual gap between orders
# fixed_days = 90                 # or after a fixed number of days without an order

[privacy]
selling_time = "rep"              # "team": time spent selling is never told of one person

# Parameters of metrics, see 'lievik explain METRIC'.
[parameters]
# min_n = 10
# margin_share = 0.6

# What has to be filled in from a stage on, and how long an open deal may stay in it, see 'lievik quality'.
# [stages."Proposal"]
# required = ["amount", "expected_close_on"]
# max_days = 30                   # in the stage
# next_step_days = 14             # the next step has to be planned within so many days

# A CRM that is asked by itself: 'lievik sync'. Secrets never stand here, only where they are kept.
# [sources.crm]
# kind = "hubspot"                # or capsule, pipedrive, salesforce, database, ...
# token = {{ env = "HUBSPOT_TOKEN" }}
# every = "1h"                    # while 'lievik serve' runs; or at = "06:00"

# After how many days without anything new a source is called old; 7 where nothing is said.
# [freshness]
# crm = 2
# Names of lead sources whose words do not tell the channel: paid, seo, content, email, social, events, network,
# partner, outbound or other.
[channels]
# "Deň otvorených dverí" = "events"

# Where decisions are kept that people type in; without it in ledger.db in this folder.
# [ledger]
# url = "postgresql+psycopg://lievik@db.example/lievik"   # with a password: in LIEVIK_LEDGER_URL instead of here
"""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Settings of one workspace.

    Attributes:
        language: of the output; empty where it is not set.
        time_zone: decides which day an instant falls on.
        country: two capital letters; its public holidays are no working days.
        as_of: answers are as of the end of this day; none for today.
        focus: metrics to show where none are named.
        parameters: of metrics, by name.
        customers: who is a customer, and when.
        channels: name of a lead source -> the channel that it belongs to, where its words do not tell.
        gap_factor: orders' usual gap times this makes a customer lost, where there are no subscriptions.
        fixed_days: days without an order that make a customer lost instead; none where the gap decides.
        is_team_only: time spent selling is told of several reps together, never of one.
        stage_rules: what stages ask of their deals.
        sources: that are asked by themselves.
        fresh_days: source -> days after which what came from it is called old, where that is not a week.
        ledger_url: of the database that keeps what people decide; empty for ledger.db in the folder.
    """

    folder: Path
    name: str = ""
    currency: str = "EUR"
    country: str = "SK"
    language: str = ""
    time_zone: str = "Europe/Bratislava"
    as_of: date | None = None
    fiscal: FiscalYear = field(default_factory=FiscalYear)
    focus: tuple[str, ...] = ()
    parameters: Mapping[str, Decimal] = field(default_factory=dict)
    customers: CustomerRule = field(default_factory=CustomerRule)
    channels: Mapping[str, str] = field(default_factory=dict)
    gap_factor: Decimal = Decimal(3)
    fixed_days: int | None = None
    is_team_only: bool = False
    stage_rules: tuple[StageRule, ...] = ()
    fresh_days: Mapping[str, int] = field(default_factory=dict)
    sources: tuple[SourceSettings, ...] = ()
    ledger_url: str = ""

    @property
    def conventions(self) -> Conventions:
        """What the workspace has agreed on and its files leave open."""
        return Conventions(
            currency=self.currency,
            country=self.country,
            time_zone=self.time_zone,
            fiscal=self.fiscal,
            churn_gaps=self.gap_factor,
            churn_fixed_days=self.fixed_days,
            customers=self.customers,
        )


def environment_language() -> str:
    """Language that the environment asks for: LIEVIK_LANG, else the locale's; empty where it is none of ours."""
    for variable in ("LIEVIK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(variable, "")[:2].lower()
        if code in LANGUAGES:
            return code
    return ""


def environment_user() -> str:
    """Who is at work, as LIEVIK_USER or the system says; empty where neither does."""
    return next(filter(None, (os.environ.get(name, "").strip() for name in _USERS)), "")


def environment_secret(name: str) -> str:
    """A secret that the environment holds; empty where it does not."""
    return os.environ.get(name, "")


def serve_folder(folder: Path) -> None:
    """Tell the processes that this one starts which workspace they serve."""
    os.environ[_SERVED] = str(folder.resolve())


def served_folder() -> Path:
    """Which workspace this process serves: the one that was told, else the current folder."""
    return Path(os.environ.get(_SERVED) or ".")


def template(*, name: str, currency: str, language: str, as_of: date | None) -> str:
    """Text of a new lievik.toml, commented.

    Raises:
        RequestError: the currency is none.
    """
    if not is_currency(currency):
        raise RequestError(f"Currency '{currency}' is not a three-letter code.", "Write it like EUR, CZK or USD.")
    return TEMPLATE.format(
        name=name.replace("\\", "").replace('"', "'"),
        currency=currency.upper(),
        language_line=f'language = "{language}"' if language else '# language = "sk"                # en or sk',
        as_of_line=f"as_of = {as_of}"
        if as_of
        else "# as_of = 2026-06-30              # answer as of this day instead of today",
    )


def read_settings(folder: Path) -> Settings:
    """Read a workspace's settings.

    Raises:
        WorkspaceError: the folder is no workspace.
        SettingsError: lievik.toml cannot be read or does not hold.
    """
    path = folder / FILE_NAME
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise WorkspaceError(
            f"Folder '{folder}' is not a workspace: it has no {FILE_NAME}.",
            "Make one with 'lievik init', or name another with --workspace.",
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as trouble:
        raise _refusal(f"cannot be read: {trouble}") from trouble
    try:
        return _settings(folder, table)
    except LievikError as trouble:
        raise _refusal(trouble.message.rstrip(".")) from trouble
    except (ValueError, TypeError, ArithmeticError, AttributeError, OSError, LookupError) as trouble:
        raise _refusal(str(trouble)) from trouble


def _refusal(reason: str) -> SettingsError:
    """Say that lievik.toml does not hold."""
    return SettingsError(f"{FILE_NAME} does not hold: {reason}.", f"Correct {FILE_NAME} in the workspace.")


def _settings(folder: Path, table: Mapping[str, object]) -> Settings:
    """Take settings from a parsed file.

    Raises:
        ValueError: a value makes no sense; the message says which.
    """
    parts = {key: _part(table, key) for key in _PARTS}
    fiscal, customers, parameters = parts["fiscal_year"], parts["customers"], parts["parameters"]
    for place, part in (("", table), *((key, part) for key, part in parts.items() if key in _KNOWN)):
        for key in part:
            _refuse(key not in _KNOWN[place], f"unknown key '{key}'{f' in [{place}]' if place else ''}")
    currency = str(table.get("currency", "EUR")).upper()
    _refuse(not is_currency(currency), f"currency '{currency}' is not a three-letter code")
    language = str(table.get("language", ""))
    _refuse(language not in {"", *LANGUAGES}, f"language '{language}' is neither en nor sk")
    as_of = table.get("as_of")
    fixed_days = customers.get("fixed_days")
    return Settings(
        folder=folder,
        name=str(table.get("name", "")),
        currency=currency,
        country=_country(str(table.get("country", "SK"))),
        language=language,
        time_zone=_time_zone(str(table.get("time_zone", "Europe/Bratislava"))),
        as_of=None if as_of is None else date.fromisoformat(str(as_of)),
        fiscal=FiscalYear(start_month=int(str(fiscal.get("start_month", 1))), label=_label(fiscal.get("label", "end"))),
        focus=tuple(str(name) for name in _list(table.get("focus", []))),
        parameters={name: _number(name, value) for name, value in parameters.items()},
        customers=_customers(customers),
        channels={str(name): str(channel) for name, channel in parts["channels"].items()},
        gap_factor=_number("gap_factor", customers.get("gap_factor", 3)),
        fixed_days=None if fixed_days is None else int(_number("fixed_days", fixed_days)),
        is_team_only=_is_team_only(parts["privacy"].get("selling_time", "rep")),
        stage_rules=read_stage_rules(parts["stages"]),
        sources=read_sources(parts["sources"]),
        fresh_days={source: int(_number(source, days)) for source, days in parts["freshness"].items()},
        ledger_url=os.environ.get(_LEDGER_URL, "") or _without_password(str(parts["ledger"].get("url", ""))),
    )


def _without_password(url: str) -> str:
    """A database's URL that holds no secret."""
    reason = f"the url in [ledger] holds a password; set {_LEDGER_URL} in the environment instead"
    _refuse(urlsplit(url).password is not None, reason)
    return url


def _part(table: Mapping[str, object], key: str) -> Mapping[str, object]:
    """A table inside the settings; empty where it is not there."""
    part = table.get(key, {})
    _refuse(not isinstance(part, dict), f"[{key}] has to be a table")
    return part if isinstance(part, dict) else {}


def _list(value: object) -> list[object]:
    """A list of the settings."""
    _refuse(not isinstance(value, list), "focus has to be a list of metrics")
    return value if isinstance(value, list) else []


def _label(value: object) -> Literal["start", "end"]:
    """Rule that a fiscal year is named by."""
    _refuse(value not in {"start", "end"}, 'label has to be "start" or "end"')
    return "start" if value == "start" else "end"


def _country(code: str) -> str:
    """A country's two letters."""
    _refuse(len(code) != 2 or not code.isascii() or not code.isalpha(), f"country '{code}' is not a two-letter code")  # noqa: PLR2004
    return code.upper()


def _customers(part: Mapping[str, object]) -> CustomerRule:
    """Who is a customer, and when."""
    return CustomerRule(
        by=_one_of("by", part.get("by", "account"), CUSTOMER_BYS),
        basis=_one_of("basis", part["basis"], CUSTOMER_BASES) if "basis" in part else None,
        ends=_one_of("ends", part.get("ends", "service_end"), CUSTOMER_ENDS),
        grace_days=_days("grace_days", part.get("grace_days", 0)),
        reactivation_days=_days("reactivation_days", part.get("reactivation_days", 90)),
    )


def _one_of(name: str, value: object, known: Sequence[_Word]) -> _Word:
    """A word that is one of those known."""
    found = next((word for word in known if word == value), None)
    if found is None:
        raise ValueError(f"{name} has to be {' or '.join(known)}")
    return found


def _days(name: str, value: object) -> int:
    """A whole number of days."""
    number = _number(name, value)
    _refuse(
        number != int(number) or number > _MOST_DAYS, f"'{name}' has to be a whole number of days, {_MOST_DAYS} at most"
    )
    return int(number)


def _is_team_only(value: object) -> bool:
    """Whom time spent selling may be told of."""
    _refuse(value not in {"rep", "team"}, 'selling_time has to be "rep" or "team"')
    return value == "team"


def _time_zone(name: str) -> str:
    """A time zone that exists."""
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        _refuse(True, f"time zone '{name}' is not known")  # noqa: FBT003
    return name


def _number(name: str, value: object) -> Decimal:
    """A finite number of the settings that is not negative."""
    is_number = isinstance(value, int | float | str) and not isinstance(value, bool)
    number = Decimal(str(value)) if is_number else Decimal("NaN")
    _refuse(not number.is_finite() or number < 0, f"'{name}' has to be a number that is not negative")
    return number


def _refuse(is_wrong: bool, reason: str) -> None:  # noqa: FBT001
    """Raise a ValueError with the reason where something is wrong."""
    if is_wrong:
        raise ValueError(reason)
