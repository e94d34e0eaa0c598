"""Where people type in what no file has: it is kept in the ledger, and lands through the store like any file.

`Decisions` keeps the two in step, `Quotas` is what is asked for.
"""
