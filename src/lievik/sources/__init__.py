"""Files and systems in, canonical rows out: a source stages the rows of a run in a connection that it is given.

A source never writes to a workspace; what it stages, and what it saw, passes on as words of `lievik.model`.
"""
