"""The pages and whatever else answers over HTTP, put together in one process.

`lievik serve` names `application` to its server, which loads it where requests are answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lievik.apps.web.application import make_app
from lievik.report.charts.drawing import start_engine
from lievik.settings import served_folder

if TYPE_CHECKING:
    from fastapi import FastAPI


def application() -> FastAPI:
    """Make what answers for the workspace that `lievik serve` was told."""
    start_engine()
    return make_app(served_folder())
