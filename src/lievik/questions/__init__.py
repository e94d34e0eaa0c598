"""One file a question: it is given `ask`, composes insight, and gives a record of `model`; no I/O, no clock."""
