"""A real CRM that runs on this machine: its deals, every revision of theirs, and what it says they were at an instant.

All is read by the CRM's own interfaces; nothing here knows how Lievik reads history.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

FIELDS = ("state", "amount", "currency.code", "start_date", "end_date", "conversion_probability", "employee.rec_name")
DEALS = 32
LATER = datetime(2100, 1, 1)  # noqa: DTZ001 - the CRM writes UTC without saying so

Deal = dict[str, str | None]


@dataclass(frozen=True)
class Revision:
    """One state of a deal, and the instant it began."""

    deal: int
    began: datetime
    fields: Deal


class Tryton:
    """The CRM, running."""

    def __init__(self, scripts: Path, folder: Path) -> None:
        """Install and start it, and let people work in it for a while."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/crm"
        self.folder = folder
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        subprocess.run(["bash", scripts / "run.sh", folder, str(port)], check=True, env=environment)  # noqa: S607
        subprocess.run([sys.executable, scripts / "client.py", self.url, str(DEALS)], check=True, env=environment)
        self._work_on()

    def stop(self) -> None:
        """Stop it."""
        os.kill(int((self.folder / "server.pid").read_text()), signal.SIGTERM)

    @cached_property
    def _session(self) -> dict[str, str]:
        login = {"id": 1, "method": "common.db.login", "params": ["admin", {"password": "adminpw123"}, "en"]}
        user, token = self._call("POST", "/rpc/", login)["result"][:2]
        return {"Authorization": "Session " + base64.b64encode(f"admin:{user}:{token}".encode()).decode()}

    @cached_property
    def _context(self) -> dict[str, Any]:
        found: dict[str, Any] = self._ask("model.res.user.get_preferences", True, {})  # noqa: FBT003 - as it is asked for
        return found

    @cached_property
    def _key(self) -> str:
        keys = self._ask("model.res.user.application.search_read", [], 0, None, None, ["key"], self._context)
        return str(keys[0]["key"])

    def deals(self) -> list[int]:
        """Every deal that is there, by id."""
        return sorted(self._ask("model.sale.opportunity.search", [], 0, None, None, self._context))

    def revisions(self) -> list[Revision]:
        """Every state that every deal was in, in order."""
        found = []
        for deal in self.deals():
            for stamp, _, _ in self._ask("model.sale.opportunity.history_revisions", [deal], self._context):
                found.append(Revision(deal, _instant(stamp), self.at(deal, _instant(stamp))))
        return sorted(found, key=lambda revision: (revision.began, revision.deal))

    def at(self, deal: int, instant: datetime) -> Deal:
        """What the CRM says that a deal was at an instant."""
        asked = "&".join(f"f={name}" for name in FIELDS)
        row = self._call("GET", f"/rest/model/sale.opportunity/{deal}?{asked}", None, self._rest(instant))
        currency, employee = row["currency"] or {}, row["employee"] or {}
        return {
            "state": row["state"],
            "amount": _rounded(row["amount"]),
            "currency": currency.get("code"),
            "created_on": _plain(row["start_date"]),
            "closed_on": _plain(row["end_date"]),
            "probability": _rounded(row["conversion_probability"]),
            "owner": employee.get("rec_name"),
        }

    def _work_on(self) -> None:
        """Change amounts, hand deals over, and take lost ones up again."""
        first, second = sorted(self._ask("model.company.employee.search", [], 0, None, None, self._context))
        for deal in self.deals():
            lost = self.at(deal, LATER)["state"] == "lost"
            if lost and deal % 3 == 0:
                self._ask("model.sale.opportunity.lead", [deal], self._context)
            elif not lost:
                changed = {"amount": {"__class__": "Decimal", "decimal": str(2000 + deal)}}
                self._ask("model.sale.opportunity.write", [deal], changed, self._context)
            if deal % 5 == 0 and not lost:
                self._ask(
                    "model.sale.opportunity.write", [deal], {"employee": (first, second)[deal % 2]}, self._context
                )

    def _rest(self, instant: datetime) -> dict[str, str]:
        """Headers that ask the REST interface for an instant."""
        parts = ("year", "month", "day", "hour", "minute", "second", "microsecond")
        stamp = {"__class__": "datetime", **{part: getattr(instant, part) for part in parts}}
        context = json.dumps({"company": self._context["company"], "_datetime": stamp})
        return {
            "Authorization": f"Bearer {self._key}",
            "X-Tryton-Context": base64.urlsafe_b64encode(context.encode()).decode(),
        }

    def _ask(self, method: str, *params: Any) -> Any:  # noqa: ANN401 - whatever the CRM answers
        answer = self._call("POST", "/rpc/", {"id": 1, "method": method, "params": params}, self._session)
        assert not answer.get("error"), answer["error"]
        return answer["result"]

    def _call(self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None) -> Any:  # noqa: ANN401
        data = None if body is None else json.dumps(body).encode()
        head = {"Content-Type": "application/json", **(headers or {})}
        asked = urllib.request.Request(self.url + path, method=method, data=data, headers=head)  # noqa: S310 - loopback
        with urllib.request.urlopen(asked) as answer:  # noqa: S310
            return json.loads(answer.read())


def _instant(stamp: dict[str, Any]) -> datetime:
    """An instant as the CRM writes it, UTC."""
    return datetime(**{name: value for name, value in stamp.items() if name != "__class__"})  # noqa: DTZ001


def _plain(value: Any) -> str | None:  # noqa: ANN401
    """A date or number as text."""
    if isinstance(value, dict) and value["__class__"] == "Decimal":
        return str(value["decimal"])
    if isinstance(value, dict):
        return f"{value['year']:04}-{value['month']:02}-{value['day']:02}"
    return None if value is None else str(value)


def _rounded(value: Any) -> str | None:  # noqa: ANN401
    """A number with two decimals, as text."""
    text = _plain(value)
    return None if text is None else f"{float(text):.2f}"
