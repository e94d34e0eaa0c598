"""A mapping file in, the mapping out; what is wrong with the file is told in one sentence.

Mappings of files that are the same everywhere are built in, and go by their name alone: `ecb`.
"""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from lievik.errors import FileFormatError
from lievik.model.mapping import SourceMapping
from lievik.model.mapping_text import read_mapping


def read_mapping_file(path: Path) -> SourceMapping:
    """Read a mapping, or a built-in one by its name.

    Raises:
        FileFormatError: the file is not there, or is not UTF-8 text.
        MappingError: the mapping does not hold.
    """
    if path.suffix == "" and not path.exists() and _built_in(str(path)).is_file():
        return built_in_mapping(str(path))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise FileFormatError(str(path), "is not there", "Name the mapping with --map FILE.") from None
    except IsADirectoryError:
        raise FileFormatError(str(path), "is a folder", "Name the mapping file itself with --map FILE.") from None
    except UnicodeDecodeError:
        raise FileFormatError(str(path), "is not UTF-8 text", "Save it as UTF-8 and import again.") from None
    except OSError as trouble:
        reason = f"cannot be read: {trouble.strerror or trouble}"
        raise FileFormatError(str(path), reason, "Ask for the right to read it.") from trouble
    return read_mapping(text, path=str(path))


def built_in_mapping(name: str) -> SourceMapping:
    """Read a mapping that is built in."""
    return read_mapping(_built_in(name).read_text(encoding="utf-8"), path=name)


def _built_in(name: str) -> Traversable:
    return files(__package__) / "mappings" / f"{name}.toml"
