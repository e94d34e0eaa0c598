"""Sentences about sources that are asked over a network, by their frames, as `frames` has them of everything else.

Pure data.
"""

from __future__ import annotations

from typing import Final

from lievik.language.marks import mark

REMOTE: Final = (
    # what and where
    mark("{name} does not answer: {reason}."),
    mark("{name} does not answer: {text}."),
    mark("{name} does not answer."),
    mark("{name} sends on to another address."),
    mark("{name} refuses with {text}."),
    mark("{name} answers no more questions for {n} minutes."),
    mark("{name} answers no more questions for now."),
    mark("{name} sends to the same page again and again."),
    mark("{name} gives no token to that client_id and client_secret ({text})."),
    mark("{name} shows no object {text} to this user."),
    mark("The answer has no '{name}'."),
    mark("Stream '{name}' needs {list}, which did not come."),
    mark("The database cannot be reached: {text}."),
    mark("The database refuses: {text}."),
    mark("The database's url cannot be read."),
    mark("The ECB's file of rates is no whole zip."),
    mark("Source '{name}' watches '{folder}', which is no folder."),
    mark("Source '{name}' has no mapping yet."),
    mark("The secret in {kind} '{name}' is not there."),
    mark("The keyring cannot be read ({text})."),
    mark("'{kind}' in [sources.{name}] is no kind of source"),
    # what to do
    mark("Try again later."),
    mark("Nothing was sent there; report it."),
    mark("Make a new token there, and put it where lievik.toml says."),
    mark("Give the token the right to read that, or leave the stream out."),
    mark("Check the address of the source in lievik.toml."),
    mark("Report it, with what it says."),
    mark("Run 'lievik sync' again after that; it goes on from where it ended."),
    mark("The vendor changed its answers; report it."),
    mark("Nothing was taken; try again, or report it."),
    mark("See what is wrong with those."),
    mark("See that it runs, that its url is right, and that its driver is installed."),
    mark("Correct the table or query in lievik.toml."),
    mark("Check both, the domain, and that the app allows the client credentials flow and runs as a user."),
    mark("Give the user that the app runs as the right to read it."),
    mark("Write path = {text} under [sources.{name}] in lievik.toml."),
    mark("Import '{folder}' once by hand, then name what is kept: mapping = {text}."),
    mark("Write one of {list}, or install the package that brings it."),
    mark("Set the environment variable {name}."),
    mark("Write it to '{path}', which only you can read."),
    mark("Keep it with: keyring set {name} {text}"),
    mark("Unlock it, or keep the secret in a file."),
)
"""What and where, and what to do."""

REMOTE_PIECES: Final = (
    mark("its answer was cut off"),
    mark("it answers {text} where a token is asked for"),
    mark("it answers {text}"),
    mark("has no line with an object in it"),
    mark("is not a whole file of JSON lines, as its name says"),
)
"""What stands in such a frame and is itself to be translated."""
