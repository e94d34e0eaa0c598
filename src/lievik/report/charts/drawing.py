"""A drawing → SVG, drawn by ECharts in an embedded engine; each is drawn once and then remembered.

All drawing is done in one thread of its own: the engine ties itself to the loop of whoever makes it.
"""

from __future__ import annotations

import atexit
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, Final

from lievik.errors import InternalError, MissingExtraError
from lievik.report.charts.chart import Drawing
from lievik.report.charts.svg_finish import Finish, finished

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
    content = json.dumps(
        [
            drawing.option,
            [drawing.width, drawing.height],
            [[*place, address] for place, address in sorted(drawing.links.items())],
            [[*place, tip] for place, tip in sorted(drawing.tips.items())],
            sorted(ink.items()) if ink is not None else None,
            label,
        ],
        ensure_ascii=False,
        allow_nan=False,
    )
    return _drawn(content)


def start_engine() -> None:
    """Begin to start the engine, and come back at once: the first chart is drawn sooner then."""
    with _making:
        _thread().submit(_engine)


def forget_drawn() -> None:
    """Let every chart be drawn anew."""
    _drawn.cache_clear()


@lru_cache(maxsize=_REMEMBERED)
def _drawn(content: str) -> str:
    """Draw what is told in JSON."""
    option, (width, height), links, tips, ink, label = json.loads(content)
    raw = _raw(f"draw({json.dumps(option)},{width},{height})")
    finish = Finish(
        links={(series, index): address for series, index, address in links},
        tips={(series, index): tip for series, index, tip in tips},
        ink=None if ink is None else dict(ink),
        label=label,
    )
    return finished(raw, finish)


def _raw(script: str) -> str:
    """What ECharts draws."""
    with _making:
        thread = _thread()
    try:
        return str(thread.submit(lambda: _engine().eval(script, timeout_sec=_LONGEST)).result())
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
