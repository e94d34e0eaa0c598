"""The bytes of a file → how its letters are written, and the same text in UTF-8 where they are written otherwise.

The bytes are looked at in blocks of a mebibyte, once where they are UTF-8; a line may never fill the memory.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from lievik.errors import FileFormatError
from lievik.sources.reading.file_bytes import CHUNK, GET_AGAIN, bytes_of, is_gzip, refuse_swollen, told

MIXED: Final = "utf-8+"
"""What the name of an encoding starts with whose lines are UTF-8, or else what follows."""

_LONGEST_LINE: Final = 16 << 20
_SAVE_AS_UTF8: Final = "Save it as UTF-8 (in a spreadsheet: 'CSV UTF-8'), then import again."
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ONLY_CP1250: Final = re.compile(rb"[\x80-\x9f]")
# Š Ť Ž š ť ľ of ISO 8859-2, which stand for signs in cp1250
_ONLY_LATIN2: Final = re.compile(rb"[A-Za-z\xc0-\xfe][\xa9\xab\xae\xb5\xb9\xbb]|[\xa9\xab\xae\xb9\xb5][a-z\xdf-\xfe]")
# ž of ISO 8859-2 is ľ of cp1250: only Czech letters beside it tell
_ZCARON: Final = re.compile(rb"[A-Za-z\xc0-\xfe]\xbe|\xbe[a-z\xdf-\xfe]")
_CZECH: Final = re.compile(rb"[A-Za-z\xc0-\xfe][\xec\xf8\xf9]|[\xec\xf8\xf9\xd8][a-z\xdf-\xfe]")
_MAYBE_UTF8: Final = re.compile(rb"[\xc2-\xc9][\x80-\xbf]|\xe2[\x80-\x84]")
_NEVER_MEANT: Final = re.compile(r"[^\x00-\u024f\u2000-\u20cf\u2100-\u214f\ufeff]")


@dataclass(frozen=True, kw_only=True)
class Survey:
    """What the bytes of a file say.

    Attributes:
        encoding: `utf-8`, `utf-16`, `utf-16-le`, `utf-16-be`, `cp1250`, `iso8859-2`, or `utf-8+cp1250` and the like.
        is_utf8: it can be read as it is.
        size: number of bytes, unpacked.
    """

    encoding: str
    is_utf8: bool
    size: int


def survey(path: Path, label: str, encoding: str = "") -> Survey:
    """Look through all bytes of a file.

    Args:
        path: the file, maybe gzipped.
        label: its name, for messages.
        encoding: what it is said to be; a byte order mark goes before it.

    Raises:
        FileFormatError: it is empty, binary, not in the encoding said, or has a line that never ends.
    """
    with told(label), bytes_of(path) as raw:
        start = raw.read(CHUNK)
        if not start:
            raise FileFormatError(label, "is empty", "Export it again, then import it.")
        wide = _wide(start)
        found = _Look(label=label, packed=path.stat().st_size if is_gzip(path) else 0, may_hold_nul=bool(wide))
        found.at(start)
        while chunk := raw.read(CHUNK):
            found.at(chunk)
    is_told = encoding not in {"", "utf-8"} and not start.startswith(codecs.BOM_UTF8)
    if not wide and not is_told and found.ends_as_utf8():
        return Survey(encoding="utf-8", is_utf8=True, size=found.size)
    return Survey(encoding=wide or encoding or _single_byte(path, label), is_utf8=False, size=found.size)


def in_utf8(path: Path, label: str, encoding: str, target: Path) -> Path:
    """Write the text of a file anew in UTF-8; give the file that it was written to.

    Raises:
        FileFormatError: its bytes are not in that encoding.
    """
    with told(label), bytes_of(path) as raw, target.open("w", encoding="utf-8", newline="") as written:
        texts = _by_line(raw, encoding, label) if encoding.startswith(MIXED) else _whole(raw, encoding, label)
        for number, text in enumerate(texts):
            written.write(text.removeprefix("\ufeff") if number == 0 else text)
    return target


@dataclass(kw_only=True)
class _Look:
    """A look at bytes, block after block."""

    label: str
    packed: int
    may_hold_nul: bool
    size: int = 0
    line: int = 0
    is_utf8: bool = True
    is_ascii: bool = True
    pending: int = 0
    decoder: codecs.IncrementalDecoder = field(default_factory=codecs.getincrementaldecoder("utf-8"))

    def at(self, chunk: bytes) -> None:
        """Look at the next block."""
        self.size += len(chunk)
        if self.packed:
            refuse_swollen(self.label, self.packed, self.size)
        if not self.may_hold_nul and b"\0" in chunk:
            raise FileFormatError(self.label, "is binary, not text", "Export it as CSV, then import again.")
        self._measure(chunk)
        if self.is_utf8 and (self.pending or not chunk.isascii()):
            self._decode(chunk)

    def ends_as_utf8(self) -> bool:
        """Whether all of it was UTF-8; what breaks off within a letter after others were fine is refused."""
        if self.is_utf8 and self.pending and not self.is_ascii:
            raise FileFormatError(self.label, "is truncated: it breaks off within a letter", GET_AGAIN)
        return self.is_utf8 and not self.pending

    def _decode(self, chunk: bytes) -> None:
        try:
            self.is_ascii = self.decoder.decode(chunk).isascii() and self.is_ascii
        except UnicodeDecodeError:
            self.is_utf8 = False
        self.pending = len(self.decoder.getstate()[0])

    def _measure(self, chunk: bytes) -> None:
        """Follow the length of the line in hand."""
        end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        self.line = self.line + len(chunk) if end < 0 else len(chunk) - end
        if self.line > _LONGEST_LINE:
            raise FileFormatError(
                self.label, "has a line of more than 16 MB", "Export it as CSV with one row a line, then import again."
            )


def _wide(start: bytes) -> str:
    """Name the kind of UTF-16 by the first bytes; empty for none."""
    if start.startswith(_UTF16):
        return "utf-16"
    head = start[: 1 << 12]
    even, odd, half = head[::2].count(0), head[1::2].count(0), len(head) // 2
    if odd * 2 > half and even * 20 < half:
        return "utf-16-le"
    return "utf-16-be" if even * 2 > half and odd * 20 < half else ""


def _single_byte(path: Path, label: str) -> str:
    """Name the encoding of a file that is not UTF-8, as offices of Central Europe write them."""
    is_mixed = False
    seen = _Letters()
    with told(label), bytes_of(path) as raw:
        for block in _line_blocks(raw):
            # lines are looked at one by one only where a letter of two bytes may stand among them
            for piece in block.splitlines() if _MAYBE_UTF8.search(block) else (block,):
                if piece.isascii() or _utf8_of(piece) is None:
                    seen.add(piece)
                else:
                    is_mixed = True
    return f"{MIXED}{seen.encoding}" if is_mixed else seen.encoding


@dataclass(kw_only=True)
class _Letters:
    """Which telling letters were seen."""

    cp1250: bool = False
    latin2: bool = False
    zcaron: bool = False
    czech: bool = False

    def add(self, line: bytes) -> None:
        self.cp1250 = self.cp1250 or bool(_ONLY_CP1250.search(line))
        if self.cp1250:
            return
        self.latin2 = self.latin2 or bool(_ONLY_LATIN2.search(line))
        self.zcaron = self.zcaron or bool(_ZCARON.search(line))
        self.czech = self.czech or bool(_CZECH.search(line))

    @property
    def encoding(self) -> str:
        is_latin2 = not self.cp1250 and (self.latin2 or (self.zcaron and self.czech))
        return "iso8859-2" if is_latin2 else "cp1250"


def _utf8_of(line: bytes) -> str | None:
    """Read a line as UTF-8; none where it is not, or gives letters that nobody here would mean."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return None
    return None if _NEVER_MEANT.search(text) else text


def _line_blocks(raw: BinaryIO | io.BufferedIOBase) -> Iterator[bytes]:
    """Give a file in blocks of whole lines, whatever ends them."""
    rest = b""
    while chunk := raw.read(CHUNK):
        block = rest + chunk
        # the last sign may be the first half of a line's end
        end = max(block.rfind(b"\n", 0, -1), block.rfind(b"\r", 0, -1)) + 1
        end -= block[end - 1 : end + 1] == b"\r\n"
        yield block[:end]
        rest = block[end:]
    yield rest


def _by_line(raw: BinaryIO | io.BufferedIOBase, encoding: str, label: str) -> Iterator[str]:
    """Read every line as UTF-8 if it is, else in the other encoding."""
    other = encoding.removeprefix(MIXED)
    lines = (line for block in _line_blocks(raw) for line in block.splitlines(keepends=True))
    for number, line in enumerate(lines, start=1):
        text = _utf8_of(line)
        try:
            yield line.decode(other) if text is None else text
        except UnicodeDecodeError as error:
            raise _not_readable(label, other, number) from error


def _whole(raw: BinaryIO | io.BufferedIOBase, encoding: str, label: str) -> Iterator[str]:
    lines = 1
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
    except LookupError as error:
        raise FileFormatError(label, f"is said to be in '{encoding}', which is no encoding", _SAVE_AS_UTF8) from error
    is_last = False
    while not is_last:
        chunk = raw.read(CHUNK)
        is_last = not chunk
        try:
            text = decoder.decode(chunk, final=is_last)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(encoding, errors="replace")
            raise _not_readable(label, encoding, lines + before.count("\n")) from error
        if "\0" in text:
            raise FileFormatError(label, "is binary, not text", "Export it as CSV, then import again.")
        lines += text.count("\n")
        yield text


def _not_readable(label: str, encoding: str, line: int) -> FileFormatError:
    name = encoding.upper() if encoding.startswith("utf") else encoding
    return FileFormatError(label, f"cannot be read as {name}: line {line} holds other bytes", _SAVE_AS_UTF8)
