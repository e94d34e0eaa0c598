"""The pages as one application: address in, page out; every failure ends in a page that says what to do."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.staticfiles import StaticFiles

from lievik.apps.web.asked import Asked, read_asked
from lievik.apps.web.forms import Form
from lievik.apps.web.layout import write, write_bare
from lievik.apps.web.navigation import ACTIONS, DOWNLOADS, PAGES, WITHOUT_DATA, loaded
from lievik.apps.web.pages.first_steps import first_steps
from lievik.apps.web.pages.trouble import error_page, not_found_page, status_of
from lievik.apps.web.protection import Protection
from lievik.apps.web.rendering import STATIC
from lievik.apps.web.site import Site, Written
from lievik.apps.web.visit import Visit
from lievik.errors import InternalError, LievikError
from lievik.language import LANGUAGES, language_of

if TYPE_CHECKING:
    from datetime import date

    from lievik.apps.web.downloads import Download
    from lievik.apps.web.parts import Page
    from lievik.language import Language

THEMES: Final = ("light", "dark")
_A_YEAR: Final = 365 * 24 * 3600
_OK: Final = 200


def make_app(folder: Path, today: Callable[[], date] | None = None) -> FastAPI:
    """Make the application that shows one workspace.

    Args:
        folder: of the workspace; it may still be empty.
        today: the clock; none for the machine's.
    """
    site = Site(folder, today)
    app = FastAPI(title="Lievik", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.site = site
    app.add_middleware(Protection)
    app.mount("/static", _Static(directory=STATIC), name="static")
    app.add_api_route("/theme", set_theme, methods=["POST"])
    for path, place in PAGES.items():
        make = loaded(place) if path in WITHOUT_DATA else _with_data(loaded(place))
        app.add_api_route(path, _answering(site, make), methods=["GET"], response_class=Response)
    for path, place in ACTIONS.items():
        app.add_api_route(path, _deciding(site, loaded(place)), methods=["POST"], response_class=Response)
    for path, place in DOWNLOADS.items():
        app.add_api_route(path, _giving(site, loaded(place)), methods=["GET"], response_class=Response)
    app.add_exception_handler(HTTPException, _missing(site))
    return app


class _Static(StaticFiles):
    """Files whose address names their content may be kept for good."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        """Give a file."""
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["cache-control"] = f"public, max-age={_A_YEAR}, immutable"
        return response


async def set_theme(request: Request) -> Response:
    """Keep whether somebody wants it light or dark; neither follows the machine."""
    form = await request.form()
    back = str(form.get("back", "/"))
    is_ours = back.startswith("/") and back[1:2] not in {"/", "\\"}
    response = RedirectResponse(back if is_ours else "/", status_code=303)
    theme = str(form.get("theme", ""))
    if theme in THEMES:
        response.set_cookie("theme", theme, max_age=_A_YEAR, samesite="lax")
    else:
        response.delete_cookie("theme")
    return response


def _with_data(make: Callable[[Visit], Page]) -> Callable[[Visit], Page]:
    """Make a page where there is data, else the one that says how to begin."""
    return lambda visit: first_steps(visit) if visit.is_empty else make(visit)


def _answering(site: Site, make: Callable[[Visit], Page]) -> Callable[[Request], Response]:
    """Answer requests for one page: from what is kept, else made now; a failure becomes a page of its own."""

    def answer(request: Request) -> Response:
        return respond(site, request, make)

    return answer


def _deciding(
    site: Site, decide: Callable[[Visit, Form], Page | str]
) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    """Answer forms: what was decided leads on to a page; what cannot be taken is said in one."""

    async def answer(request: Request) -> Response:
        typed = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
        return await run_in_threadpool(perform, site, request, decide, typed)

    return answer


def perform(
    site: Site, request: Request, decide: Callable[[Visit, Form], Page | str], typed: dict[str, str]
) -> Response:
    """Do what a form asks for, in the name of whoever sent it."""
    asked = asked_by(request)
    theme = request.cookies.get("theme", "")
    try:
        visit = visit_of(site, request, asked)
    except LievikError as error:
        return _sent(request, Written(503, write_bare(error, _language(request, asked, ""), theme)), asked)
    try:
        outcome = decide(visit, Form(typed=typed, now=site.now, by=site.hand.by))
    except LievikError as error:
        outcome = error_page(error, visit)
    except Exception as trouble:  # noqa: BLE001 - our bug, told as one
        outcome = error_page(_our_bug(trouble), visit)
    if isinstance(outcome, str):
        return RedirectResponse(outcome, status_code=303)
    return _sent(request, Written(outcome.status, write(outcome, visit, theme)), asked)


def _our_bug(trouble: Exception) -> InternalError:
    return InternalError(f"Something went wrong inside: {type(trouble).__name__}: {trouble}.")


def _giving(site: Site, give: Callable[[Visit], Download]) -> Callable[[Request], Response]:
    """Answer requests for a file to take along; what cannot be given is said in a page."""

    def answer(request: Request) -> Response:
        asked = asked_by(request)
        try:
            visit = visit_of(site, request, asked)
            found = give(visit)
        except LievikError as error:
            reason = error
            return respond(site, request, lambda visit: error_page(reason, visit))
        headers = {"content-disposition": f'attachment; filename="{found.name}"', "cache-control": "no-store"}
        return Response(found.text.encode("utf-8-sig"), media_type=found.kind, headers=headers)

    return answer


def respond(site: Site, request: Request, make: Callable[[Visit], Page]) -> Response:
    """Answer one request with a page."""
    asked = asked_by(request)
    theme = request.cookies.get("theme", "")
    try:
        visit = visit_of(site, request, asked)
    except LievikError as error:
        language = _language(request, asked, "")
        return _sent(request, Written(503, write_bare(error, language, theme)), asked)
    key = (site.version(), visit.language.code, theme, request.url.path, request.url.query)
    try:
        written = site.kept(key, lambda: _made(make, visit, theme))
    except LievikError as error:
        written = Written(status_of(error), write(error_page(error, visit), visit, theme))
    except Exception as trouble:  # noqa: BLE001 - our bug, told as one
        written = Written(500, write(error_page(_our_bug(trouble), visit), visit, theme))
    return _sent(request, written, asked)


def asked_by(request: Request) -> Asked:
    """Read what an address asks; parts of the path count as words of the page."""
    asked = read_asked(request.url.path, request.query_params.multi_items())
    parts = {name: (str(value),) for name, value in request.path_params.items()}
    return replace(asked, more={**(asked.more or {}), **parts}, parts=tuple(parts))


def visit_of(site: Site, request: Request, asked: Asked) -> Visit:
    """Make ready what a page is made from."""
    workspace = site.workspace()
    return Visit(workspace=workspace, language=_language(request, asked, workspace.settings.language), asked=asked)


def _made(make: Callable[[Visit], Page], visit: Visit, theme: str) -> Written:
    page = make(visit)
    return Written(page.status, write(page, visit, theme))


def _missing(site: Site) -> Callable[[Request, Exception], Response]:
    """Answer for addresses that there are not."""

    def answer(request: Request, trouble: Exception) -> Response:
        status = getattr(trouble, "status_code", 404)
        if status != 404 or request.url.path.startswith("/static/"):  # noqa: PLR2004
            return Response(status_code=status)
        return respond(site, request, not_found_page)

    return answer


def _language(request: Request, asked: Asked, settled: str) -> Language:
    """The language of an answer: the address, else what was chosen before, the workspace's, the browser's, English."""
    preferred = [part.partition(";")[0].strip()[:2] for part in request.headers.get("accept-language", "").split(",")]
    wanted = (asked.lang, request.cookies.get("lang", ""), settled, *preferred, "en")
    return language_of(next(code for code in wanted if code in LANGUAGES))


def _sent(request: Request, page: Written, asked: Asked) -> Response:
    """Send a page, compressed where the browser reads that; one that holds it already is told so."""
    headers = {"etag": page.tag, "cache-control": "no-cache", "vary": "cookie, accept-language, accept-encoding"}
    if page.status == _OK and request.headers.get("if-none-match") == page.tag:
        response = Response(status_code=304, headers=headers)
    else:
        is_packed = "gzip" in request.headers.get("accept-encoding", "")
        body = page.packed if is_packed else page.body
        packing = {"content-encoding": "gzip"} if is_packed else {}
        response = Response(body, page.status, {**headers, **packing}, "text/html; charset=utf-8")
    if asked.lang in LANGUAGES and request.cookies.get("lang") != asked.lang:
        response.set_cookie("lang", asked.lang, max_age=_A_YEAR, samesite="lax")
    return response
