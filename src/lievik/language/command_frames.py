"""What is said of a command line that cannot be read, by its frames, as `frames` has them of everything else.

Pure data.
"""

from __future__ import annotations

from typing import Final

from lievik.language.marks import mark

COMMAND_LINE: Final = (
    mark("No such command '{name}'."),
    mark("No such option '{name}'."),
    mark("Missing argument '{name}'."),
    mark("Missing option '{name}'."),
    mark("Missing command."),
    mark("Option '{name}' requires an argument."),
    mark("Got unexpected extra argument ({list})"),
    mark("Got unexpected extra arguments ({list})"),
    mark("Invalid value for '{name}': {reason}"),
    mark("'{text}' is not one of {list}."),
    mark("'{text}' is not a valid integer."),
)
"""Said of commands, options and arguments."""
