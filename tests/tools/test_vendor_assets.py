"""What was not written here is listed, is what was fetched, and comes with its licence."""

from __future__ import annotations

import hashlib
import tarfile
import tomllib
from base64 import b64encode
from pathlib import Path

import pytest

from tools import vendor_assets
from tools.vendor_assets import MANIFEST, PACKAGES, REPOSITORY, Package, copy_files, fetch

LISTED = tomllib.loads(MANIFEST.read_text(encoding="utf-8"))["package"]
HASHES = {place: sha for package in LISTED for place, sha in package["sha256"].items()}
HERE = [
    *(REPOSITORY / "src" / "lievik" / "report" / "charts" / "vendor").rglob("*"),
    *(REPOSITORY / "src" / "lievik" / "apps" / "web" / "icons").rglob("*"),
    *(REPOSITORY / "src" / "lievik" / "definitions" / "_addresses" / "vendor").rglob("*"),
    *(REPOSITORY / "src" / "lievik" / "apps" / "web" / "static").rglob("*.min.js"),
    *(REPOSITORY / "src" / "lievik" / "apps" / "web" / "static").rglob("*.woff2"),
]


@pytest.mark.parametrize("place", HASHES)
def test_a_vendored_file_is_what_was_fetched(place: str) -> None:
    assert hashlib.sha256((REPOSITORY / place).read_bytes()).hexdigest() == HASHES[place]


def test_every_vendored_file_is_listed() -> None:
    found = {path.relative_to(REPOSITORY).as_posix() for path in HERE if path.is_file() and path.suffix != ".py"}
    assert found - HASHES.keys() == set()


def test_the_list_has_the_packages_that_are_pinned() -> None:
    listed = {(each["name"], each["version"], each["integrity"], *sorted(each["sha256"])) for each in LISTED}
    assert listed == {(each.name, each.version, each.integrity, *sorted(each.files.values())) for each in PACKAGES}


@pytest.mark.parametrize("package", LISTED, ids=lambda package: package["name"])
def test_a_package_comes_with_its_licence(package: dict[str, dict[str, str]]) -> None:
    assert any(Path(place).name.startswith("LICENSE.") for place in package["sha256"])


def _archive(folder: Path) -> tuple[Path, str]:
    """A package with one file, and its integrity."""
    inside = folder / "package" / "dist" / "x.js"
    inside.parent.mkdir(parents=True)
    inside.write_bytes(b"1;")
    archive = folder / "x-1.0.0.tgz"
    with tarfile.open(archive, "w:gz") as made:
        made.add(folder / "package", "package")
    return archive, "sha512-" + b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()


def _npm(folder: Path) -> str:
    """A program that answers like `npm pack`: the archive is there, and its name is written."""
    program = folder / "npm"
    program.write_text("#!/bin/sh\necho x-1.0.0.tgz\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


def test_a_package_is_taken_where_it_is_what_is_pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive, integrity = _archive(tmp_path)
    package = Package(name="x", version="1.0.0", integrity=integrity, licence="ISC", files={"dist/x.js": "a/x.js"})
    monkeypatch.setattr(vendor_assets, "REPOSITORY", tmp_path)

    assert fetch(package, npm=_npm(tmp_path), into=tmp_path) == archive
    copy_files(archive, package)

    assert (tmp_path / "a" / "x.js").read_bytes() == b"1;"


def test_a_package_with_other_content_is_refused(tmp_path: Path) -> None:
    _archive(tmp_path)
    package = Package(name="x", version="1.0.0", integrity="sha512-AAAA", licence="ISC", files={})

    with pytest.raises(SystemExit, match=r"x 1\.0\.0 is not what is pinned"):
        fetch(package, npm=_npm(tmp_path), into=tmp_path)
