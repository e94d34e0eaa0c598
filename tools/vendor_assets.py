"""`python -m tools.vendor_assets` fetches what pages, charts and checks are made with, and copies it into the package.

npm fetches each package at one version, and it is taken only if its content is the one pinned here. What was copied is
written down in tools/vendored.toml, which the tests hold the files to.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

REPOSITORY: Final = Path(__file__).resolve().parent.parent
MANIFEST: Final = REPOSITORY / "tools" / "vendored.toml"
STATIC: Final = "src/lievik/apps/web/static"
ICONS: Final = "src/lievik/apps/web/icons"
CHARTS: Final = "src/lievik/report/charts/vendor"
ADDRESSES: Final = "src/lievik/definitions/_addresses/vendor"

_ICON_NAMES: Final = (
    *("arrow-left-right", "arrow-up-right", "book-open", "building-2", "calendar", "chevron-right", "circle-check"),
    *("circle-help", "circle-x", "database", "download", "filter", "funnel", "gauge", "graduation-cap", "info"),
    *("languages", "menu", "pin", "printer", "search", "sticky-note", "sun-moon", "table-2", "target", "trending-up"),
    *("triangle-alert", "users", "wrench", "x"),
)


@dataclass(frozen=True, kw_only=True)
class Package:
    """One package, and what is taken from it.

    Attributes:
        integrity: of the whole package, as npm writes it: sha512 in base64.
        licence: its name by SPDX.
        files: path in the package -> path in the repository.
    """

    name: str
    version: str
    integrity: str
    licence: str
    files: Mapping[str, str]


PACKAGES: Final = (
    Package(
        name="htmx.org",
        version="4.0.1",
        integrity="sha512-oF7JgXhDW9UXCy/k1ZYFUQgzu/rm19ORWPSPNL91vPluB2PB9+MV55tyQdH/w7o2EAbTYUG5SDW1R60mdkdqGg==",
        licence="0BSD",
        files={"dist/htmx.min.js": f"{STATIC}/htmx.min.js", "LICENSE": f"{STATIC}/LICENSE.htmx.txt"},
    ),
    Package(
        name="@fontsource-variable/inter",
        version="5.3.0",
        integrity="sha512-OupL48va4JNofb97w6NYeF9S7W/kHNKM0Er8Dem5nqi4jeOLrVJDoE8tZEpnMJmtkvNbB1EIPPwHcdkF6b1oUA==",
        licence="OFL-1.1",
        files={
            "files/inter-latin-wght-normal.woff2": f"{STATIC}/inter-latin.woff2",
            "files/inter-latin-ext-wght-normal.woff2": f"{STATIC}/inter-latin-ext.woff2",
            "LICENSE": f"{STATIC}/LICENSE.inter.txt",
        },
    ),
    Package(
        name="lucide-static",
        version="1.62.0",
        integrity="sha512-WBZA/m2PvkFpMGHDtsBck5P2A9G4ehLlYu4GwwICcmEm1BvYVgj00lCDxKRWLlbMlOibLaiwdQ88G5pHkSWgwA==",
        licence="ISC",
        files={f"icons/{name}.svg": f"{ICONS}/{name}.svg" for name in _ICON_NAMES}
        | {"LICENSE": f"{ICONS}/LICENSE.lucide.txt"},
    ),
    Package(
        name="echarts",
        version="6.1.0",
        integrity="sha512-q0yaFPggC9FUdsWH4blavRWFmxdrIodbkoKNAjJudAI6CA9gNPxHtV2RcZNEepZVlk4yvBYkOkbk6HIVpIyHZA==",
        licence="Apache-2.0",
        files={
            "dist/echarts.min.js": f"{CHARTS}/echarts.min.js",
            "LICENSE": f"{CHARTS}/LICENSE.echarts.txt",
            "NOTICE": f"{CHARTS}/NOTICE.echarts.txt",
            "licenses/LICENSE-d3": f"{CHARTS}/LICENSE.d3.txt",
        },
    ),
    Package(
        name="disposable-email-domains-js",
        version="1.26.0",
        integrity="sha512-pSqALZAiuw6HDC1HqhhtvShRnniUNObQ6kzwa5N280XbyxxCPBZnQQ7fO6Uk/CNTi4cAaKE1UZl3Mc30Zfj4UA==",
        licence="CC0-1.0",
        files={
            "dist/dict/disposable_email_blocklist.json": f"{ADDRESSES}/disposable_domains.json",
            "LICENSE": f"{ADDRESSES}/LICENSE.disposable-email-domains-js.txt",
        },
    ),
)


def main() -> None:
    """Fetch every package, copy what is wanted of it, and write the list of what was copied."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is not installed: install it, then run `make assets` again.")
    with TemporaryDirectory() as made:
        for package in PACKAGES:
            copy_files(fetch(package, npm=npm, into=Path(made)), package)
    MANIFEST.write_text(manifest(), encoding="utf-8")
    sys.stdout.write(f"{sum(len(package.files) for package in PACKAGES)} files copied\n")


def fetch(package: Package, *, npm: str, into: Path) -> Path:
    """Fetch a package's archive; the content has to be the one that is pinned."""
    wanted = [npm, "pack", "--silent", f"{package.name}@{package.version}"]
    named = subprocess.run(wanted, check=True, capture_output=True, text=True, cwd=into)  # noqa: S603 - as pinned above
    archive = into / named.stdout.split()[-1]
    found = "sha512-" + b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != package.integrity:
        sys.exit(f"{package.name} {package.version} is not what is pinned: {found}. Nothing of it was copied.")
    return archive


def copy_files(archive: Path, package: Package) -> None:
    """Copy what is wanted out of a package's archive."""
    with tarfile.open(archive) as opened:
        for inside, place in package.files.items():
            held = opened.extractfile(f"package/{inside}")
            if held is None:
                sys.exit(f"{package.name} {package.version} has no file {inside}.")
            target = REPOSITORY / place
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(held.read())


def manifest() -> str:
    """Write which file came from where, with the content that it has to have."""
    return (
        "\n".join(["# Written by `make assets`: what is in the package and was not written here.", *_entries()]) + "\n"
    )


def _entries() -> Iterator[str]:
    for package in PACKAGES:
        yield f'\n[[package]]\nname = "{package.name}"\nversion = "{package.version}"\nlicence = "{package.licence}"'
        yield f'integrity = "{package.integrity}"\n\n[package.sha256]'
        for place in sorted(package.files.values()):
            yield f'"{place}" = "{hashlib.sha256((REPOSITORY / place).read_bytes()).hexdigest()}"'


if __name__ == "__main__":
    main()
