"""Rows at rest: the workspace's folder, raw runs, generations of the database, tables worked out at load.

`runs.bring_in` is the way in, `generations.current` the way to what there is. The store opens no connection: it is
given one.
"""
