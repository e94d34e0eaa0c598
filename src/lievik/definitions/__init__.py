"""The definitions that the product ships, as texts by path: data that a sales lead can read.

The only thing here that runs hands texts out; what they mean is the catalogue's to say.
"""

from __future__ import annotations

from pathlib import Path


def built_in_texts() -> dict[str, str]:
    """Every built-in definition, path -> text; paths are relative to this folder."""
    return texts_in(Path(__file__).parent)


def texts_in(folder: Path) -> dict[str, str]:
    """Every definition in a folder and the folders in it, path -> text, in order of name."""
    return dict(_texts(folder, "")) if folder.is_dir() else {}


def address_texts() -> tuple[str, str]:
    """What addresses and verdicts on them may say, as TOML, and a JSON list of domains of throw-away addresses."""
    folder = Path(__file__).parent / "_addresses"
    listed = folder / "vendor" / "disposable_domains.json"
    return (folder / "words.toml").read_text(encoding="utf-8"), listed.read_text(encoding="utf-8")


def _texts(folder: Path, prefix: str) -> list[tuple[str, str]]:
    """Texts of a folder and the folders in it."""
    found = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and not entry.name.startswith("_"):
            found += _texts(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".toml"):
            found.append((f"{prefix}{entry.name}", entry.read_text(encoding="utf-8")))
    return found
