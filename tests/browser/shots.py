"""`python -m tests.browser.shots` takes a picture of every page in four settings, of the demo company and of others.

They go to build/shots, by company and setting, to be looked at one after the other.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS
from tests.browser.looking import Setting, looking
from tests.browser.page_list import PAGES
from tests.browser.serving import served
from tests.demo.making import make_workspace

OUT: Final = Path("build/shots")
SETTINGS: Final = (
    Setting(language="sk", theme="light", width=390),
    Setting(language="en", theme="dark", width=390),
    Setting(language="en", theme="light", width=1280),
    Setting(language="sk", theme="dark", width=1280),
)


def main(wanted: list[str]) -> None:
    """Take the pictures; of pages whose address has one of the words wanted, if any is."""
    pages = [page for page in PAGES if not wanted or any(word in page for word in wanted)]
    with TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = make_workspace(Path(made)).settings.folder
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        with served(folder) as site:
            for setting in SETTINGS:
                into = OUT / str(setting)
                into.mkdir(parents=True, exist_ok=True)
                with looking(browser, setting) as looked:
                    for page in pages:
                        sign = "&" if "?" in page else "?"
                        looked.open(f"{site}{page}{sign}lang={setting.language}")
                        name = re.sub(r"\W+", "-", page).strip("-") or "focus"
                        looked.page.screenshot(path=into / f"{name}.png", full_page=True)
        browser.close()
    sys.stdout.write(f"{len(pages) * len(SETTINGS)} pictures in {OUT}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
