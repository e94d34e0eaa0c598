"""`python -m bench.vendor DEALS`: a CRM that answers as Capsule does, from pages made before; it says its address."""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

PAGE: Final = 100
_PIPELINE: Final = {"id": 7, "name": "Sales"}
_MILESTONES: Final = (
    {"id": 71, "name": "Offer", "probability": 50, "complete": False},
    {"id": 72, "name": "Won", "probability": 100, "complete": True},
    {"id": 73, "name": "Lost", "probability": 0, "complete": True},
)


def opportunities(deals: int) -> list[dict[str, Any]]:
    """So many opportunities, a third of them open."""
    chance = Random(7)  # noqa: S311 - made-up deals
    return [_opportunity(number, chance) for number in range(deals)]


def _opportunity(number: int, chance: Random) -> dict[str, Any]:
    milestone = chance.choice(_MILESTONES)
    day = f"20{chance.randrange(23, 26)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    return {
        "id": number,
        "name": f"Deal {number}",
        "description": "Machines and parts, as they were asked for. " * 4,
        "createdAt": f"{day}T08:00:00Z",
        "updatedAt": f"{day}T10:00:00Z",
        "party": {"id": number % 5000, "type": "organisation", "name": f"Company {number % 5000}"},
        "milestone": {**milestone, "pipeline": _PIPELINE},
        "value": {"amount": chance.randrange(100, 90_000), "currency": "EUR"},
        "durationBasis": "FIXED",
        "duration": None,
        "probability": milestone["probability"],
        "expectedCloseOn": day,
        "closedOn": day if milestone["complete"] else None,
        "lostReason": None,
        "owner": {"id": number % 20, "username": f"rep{number % 20}"},
    }


def pages_of(deals: int) -> dict[str, list[bytes]]:
    """List -> its pages, as they are sent."""
    lists: dict[str, list[dict[str, Any]]] = {
        "users": [{"id": number, "name": f"Rep {number}", "username": f"rep{number}"} for number in range(20)],
        "teams": [],
        "pipelines": [_PIPELINE],
        "pipelines/7/milestones": list(_MILESTONES),
        "parties": [
            {"id": number, "type": "organisation", "name": f"Company {number}", "createdAt": "2023-01-01T08:00:00Z"}
            for number in range(5000)
        ],
        "opportunities": opportunities(deals),
        "tasks": [],
    }
    return {
        name: [
            json.dumps({name.rpartition("/")[2]: records[at : at + PAGE]}).encode()
            for at in range(0, max(len(records), 1), PAGE)
        ]
        for name, records in lists.items()
    }


def serve(deals: int) -> None:
    """Answer until the process is ended."""
    pages = pages_of(deals)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            name = asked.path.removeprefix("/api/v2/")
            number = int(parse_qs(asked.query).get("page", ["1"])[0])
            content = pages[name][number - 1]
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            if number < len(pages[name]):
                port = self.server.server_address[1]
                self.send_header("link", f'<http://127.0.0.1:{port}{asked.path}?page={number + 1}>; rel="next"')
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - of the standard library
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        sys.stdout.write(f"http://127.0.0.1:{server.server_address[1]}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
