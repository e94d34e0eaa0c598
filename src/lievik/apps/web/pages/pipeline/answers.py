"""What the overview asks, each once, when a panel wants it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.model.bridge import BridgeAnswer
    from lievik.model.coverage import CoverageAnswer
    from lievik.model.funnel import FunnelAnswer
    from lievik.model.slippage import SlippageAnswer


@dataclass(frozen=True, kw_only=True)
class PipelineAnswers:
    """Answers about the pipeline, as the address asks for them."""

    visit: Visit

    @cached_property
    def funnel(self) -> FunnelAnswer:
        """How far deals came, with those that are stuck."""
        from lievik.apps.web.pages.pipeline import funnel

        return funnel.look_at(self.visit, has_stuck=True)

    @cached_property
    def bridge(self) -> BridgeAnswer:
        """What moved."""
        from lievik.apps.web.pages.pipeline import bridge

        return bridge.look_at(self.visit, has_reversals=False)

    @cached_property
    def slippage(self) -> SlippageAnswer:
        """What was put off."""
        from lievik.apps.web.pages.pipeline import slippage

        return slippage.look_at(self.visit)

    @cached_property
    def coverage(self) -> CoverageAnswer:
        """Whether it is enough."""
        from lievik.apps.web.pages.pipeline import coverage

        return coverage.look_at(self.visit)
