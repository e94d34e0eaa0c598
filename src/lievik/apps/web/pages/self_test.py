"""The self-test: a round of tasks, one a page, each worked through once it is answered; all of it in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lievik.apps.web.formula_pieces import Piece, formula_pieces
from lievik.apps.web.parts import Badge, Link, Page, Panel, Template
from lievik.model.self_test import SelfTest, Task, Verdict
from lievik.report.views.self_test_wording import SelfTestWording

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit

PATH: Final = "/metrics/test"
_LAST_ROUND: Final = 999_999


@dataclass(frozen=True, kw_only=True)
class Round:
    """The round that an address asks for, as far as it was answered.

    Attributes:
        at: the task shown, from 1; one more than there are for the score.
        unread: what was typed last and is no answer, so that the task is asked again.
    """

    test: SelfTest
    at: int
    unread: str

    @property
    def task(self) -> Task:
        """The task shown."""
        return self.test.tasks[self.at - 1]

    @property
    def verdict(self) -> Verdict | None:
        """How the task shown was answered; none where it was not."""
        return self.test.verdicts[self.at - 1] if self.at <= len(self.test.verdicts) else None


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of the choices of a task; `text` in pieces, `sign` says whether it is right or was taken wrongly."""

    value: str
    pieces: tuple[Piece, ...]
    sign: Badge | None = None


def self_test(visit: Visit) -> Page:
    """Make the page: the start, a task, a task worked through, or the score.

    Raises:
        UnknownNameError: there is no such chapter.
    """
    if not visit.asked.one("round"):
        return _page(visit, visit.say("Self-test"), _start(visit))
    found = _round(visit)
    if found.at > len(found.test.tasks):
        return _page(visit, visit.say("Self-test: the score"), _score(visit, found))
    title = visit.say("Self-test: task {at} of {all}", at=found.at, all=len(found.test.tasks))
    panel = _worked_through(visit, found) if found.verdict else _task(visit, found)
    return _page(visit, title, panel)


def _page(visit: Visit, title: str, panel: Panel) -> Page:
    say = visit.say
    return Page(
        title=title,
        here="metrics",
        asks=(),
        panels=(panel,),
        trail=(
            Link(text=say("Metrics"), href=visit.href("/metrics")),
            *((Link(text=say("Self-test"), href=visit.href(PATH)),) if visit.asked.one("round") else ()),
        ),
    )


def _round(visit: Visit) -> Round:
    """Read the address."""
    asked = visit.asked
    said = asked.many("said")
    number, chapter = _whole(asked.one("round")), asked.one("chapter")
    test = visit.workspace.self_test(number=number, chapter=chapter, said=said)
    unread = test.verdicts[-1].said if test.verdicts and test.verdicts[-1].outcome == "unreadable" else ""
    if unread:
        said = said[: len(test.verdicts) - 1]
        test = visit.workspace.self_test(number=number, chapter=chapter, said=said)
    most = len(test.verdicts) + 1
    at = _whole(asked.one("at")) or most
    return Round(test=test, at=max(1, min(at, most)), unread=unread if at >= most else "")


def _whole(text: str) -> int:
    """A whole number that stands in an address; 0 where none does."""
    return min(int(text), _LAST_ROUND) if text.isascii() and text.isdigit() and len(text) < len("9" * 9) else 0


def _start(visit: Visit) -> Panel:
    """What the self-test is, and the choice of a chapter."""
    say = visit.say
    data = {
        "chapters": [("", say("All chapters")), *_chapters(visit)],
        "round": visit.as_of.toordinal() % 1000 + 1,
        "path": PATH,
        "hidden": visit.asked.hidden("chapter"),
        "chapter": visit.asked.one("chapter"),
    }
    return Panel(
        name="start",
        title=say("Ten tasks out of worked examples"),
        lead=" ".join(
            (
                say("Work out a number, find the right formula, or name the metric that answers a question."),
                say("Each answer is worked through with you; nothing is kept."),
            )
        ),
        parts=(Template(name="self_test_start.html", data=data),),
    )


def _chapters(visit: Visit) -> list[tuple[str, str]]:
    """Chapters to choose from."""
    from lievik.questions.self_test import chapters_of

    titles = {chapter.name: visit.language.text(chapter.titles) for chapter in visit.catalogue.chapters}
    return [(name, titles.get(name) or visit.say("Your own")) for name in chapters_of(visit.catalogue)]


def _wording(visit: Visit) -> SelfTestWording:
    return SelfTestWording(catalogue=visit.catalogue, language=visit.language)


def _task(visit: Visit, found: Round) -> Panel:
    """A task to be answered."""
    wording, task = _wording(visit), found.task
    data = {
        "task": task,
        "about": wording.about(task),
        "given": wording.given(task),
        "typed_like": wording.typed_like(task) if task.result is not None else "",
        "choices": _choices(visit, task, None),
        "functions": wording.functions(task) if task.kind == "formula" else "",
        "hidden": _hidden(visit, found),
        "path": PATH,
        "unread": found.unread,
        "at": found.at,
        "all": len(found.test.tasks),
    }
    return Panel(name="task", title=wording.asked(task), parts=(Template(name="self_test_task.html", data=data),))


def _hidden(visit: Visit, found: Round) -> list[tuple[str, str]]:
    """What the form of a task carries along: the round, and the answers before."""
    before = [("said", verdict.said) for verdict in found.test.verdicts]
    return [*visit.asked.hidden("at", "said"), *before, ("at", str(found.at))]


def _choices(visit: Visit, task: Task, verdict: Verdict | None) -> list[Choice]:
    """The choices of a task; once it is answered, with what each was."""
    wording = _wording(visit)
    return [
        Choice(
            value=str(place),
            pieces=formula_pieces(wording.choice(task, name)),
            sign=_sign(visit, name == task.right, verdict.said == str(place)) if verdict else None,
        )
        for place, name in enumerate(task.choices, 1)
    ]


def _sign(visit: Visit, is_right: bool, is_taken: bool) -> Badge | None:  # noqa: FBT001 - two facts of one choice
    if is_right:
        return Badge(text=visit.say("Right"), style="good", icon="circle-check")
    return Badge(text=visit.say("Your answer"), style="bad", icon="circle-x") if is_taken else None


def _worked_through(visit: Visit, found: Round) -> Panel:
    """A task that was answered: whether that was right, how it is worked out, and what to watch out for."""
    wording, task, verdict = _wording(visit), found.task, found.verdict
    assert verdict is not None  # noqa: S101
    word, style, icon = wording.outcome(verdict)
    data = {
        "task": task,
        "about": wording.about(task),
        "given": wording.given(task),
        "badge": Badge(text=word, style=style, icon=icon),
        "answered": wording.answered(task, verdict) if task.result is not None else "",
        "slip": wording.slip(verdict),
        "choices": _choices(visit, task, verdict),
        "title": wording.title(task.full_name),
        "formula": formula_pieces(wording.formula(task)),
        "functions": wording.functions(task),
        "worked": wording.worked(task),
        "story": wording.story(task),
        "careful": wording.careful(task),
        "metric": visit.metric_href(task.full_name),
        "next": visit.href(at=found.at + 1),
        "is_last": found.at == len(found.test.tasks),
        "at": found.at,
        "all": len(found.test.tasks),
    }
    return Panel(name="task", title=wording.asked(task), parts=(Template(name="self_test_answer.html", data=data),))


def _score(visit: Visit, found: Round) -> Panel:
    """How many were right, and what to read again."""
    wording, test, say = _wording(visit), found.test, visit.say
    rows = []
    for place, (task, verdict) in enumerate(zip(test.tasks, test.verdicts, strict=True), 1):
        word, style, icon = wording.outcome(verdict)
        rows.append(
            {
                "text": f"{wording.title(task.full_name)}: {wording.asked(task)}",
                "href": visit.href(at=place),
                "badge": Badge(text=word, style=style, icon=icon),
            }
        )
    missed = dict.fromkeys(
        task.metric for task, v in zip(test.tasks, test.verdicts, strict=True) if v.outcome != "right"
    )
    data = {
        "score": visit.language.part_of(test.right, len(test.tasks)),
        "right": test.right,
        "all": len(test.tasks),
        "rows": rows,
        "missed": [Link(text=wording.title(name), href=visit.metric_href(name)) for name in missed],
        "again": visit.href(PATH, round=test.number, chapter=test.chapter),
        "another": visit.href(PATH, round=test.number + 1, chapter=test.chapter),
        "start": visit.href(PATH),
    }
    return Panel(name="score", title=say("What you know"), parts=(Template(name="self_test_score.html", data=data),))
