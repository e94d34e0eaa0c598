"""A drawing → SVG, drawn by ECharts in an embedded engine; each is drawn once and then remembered.

All drawing is done in one thread of its own: the engine ties itself to the loop of whoever makes it.
"""

from __future__ import annotations

import atexit
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, lru_cache
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple

from lievik.errors import InternalError, MissingExtraError
from lievik.report.charts.chart import Drawing
from lievik.report.charts.svg_finish import Finish, Place, finished

if TYPE_CHECKING:
    from py_mini_racer import MiniRacer

_REMEMBERED: Final = 512
_LONGEST: Final = 20
"""Seconds that a drawing may take."""

_making: Final = Lock()


def svg(drawing: Drawing, *, ink: Mapping[str, str] | None = None, label: str = "") -> str:
    """Draw a chart.

    Args:
        drawing: what is drawn.
        ink: ink -> colour such as `#2158d8`, for documents and mail; none for a page, where each ink is a class.
        label: what is said of it to whoever cannot see it.

    Raises:
        MissingExtraError: the engine is not installed.
        InternalError: it cannot be drawn.
    """
    begun = _begun(_told(drawing, ink, label))
    try:
        return begun.result()
    except BaseException:
        # what could not be drawn is tried again the next time
        forget_drawn()
        raise


def begin(drawing: Drawing, *, label: str = "") -> None:
    """Begin to draw a chart for a page, and come back at once: `svg` waits for what is left of it."""
    _begun(_told(drawing, None, label))


def start_engine() -> None:
    """Begin to start the engine, and come back at once: the first chart is drawn sooner then."""
    with _making:
        _thread().submit(_engine)


def forget_drawn() -> None:
    """Let every chart be drawn anew."""
    _begun.cache_clear()


class _Told(NamedTuple):
    """All that a picture depends on: what ECharts is told, and how it is finished."""

    script: str
    links: tuple[tuple[Place, str], ...]
    tips: tuple[tuple[Place, str], ...]
    ink: tuple[tuple[str, str], ...] | None
    label: str


def _told(drawing: Drawing, ink: Mapping[str, str] | None, label: str) -> _Told:
    return _Told(
        script=f"draw({drawing.written},{drawing.width},{drawing.height})",
        links=tuple(sorted(drawing.links.items())),
        tips=tuple(sorted(drawing.tips.items())),
        ink=None if ink is None else tuple(sorted(ink.items())),
        label=label,
    )


@lru_cache(maxsize=_REMEMBERED)
def _begun(told: _Told) -> Future[str]:
    """Begin to draw, once."""
    with _making:
        return _thread().submit(_drawn, told)


def _drawn(told: _Told) -> str:
    """Draw and finish, in the thread that draws."""
    ink = None if told.ink is None else dict(told.ink)
    finish = Finish(links=dict(told.links), tips=dict(told.tips), ink=ink, label=told.label)
    return finished(_raw(told.script), finish)


def _raw(script: str) -> str:
    """What ECharts draws."""
    try:
        return str(_engine().eval(script, timeout_sec=_LONGEST))
    except ImportError as error:
        raise MissingExtraError("charts", "web") from error
    except Exception as error:
        raise InternalError(f"A chart could not be drawn: {error}.") from error


@cache
def _thread() -> ThreadPoolExecutor:
    """The thread that draws."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="charts")


@cache
def _engine() -> MiniRacer:
    """The engine, with ECharts in it; closed at the end, which would otherwise wait for it for ever."""
    from py_mini_racer import MiniRacer

    engine = MiniRacer()
    atexit.register(engine.close)
    here = files(__package__)
    for script in (here / "drawing.js", here / "vendor" / "echarts.min.js"):
        engine.eval(script.read_text(encoding="utf-8"))
    return engine
