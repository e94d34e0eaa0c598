"""What people decide, kept for good: a database of decisions, each with who made it and when, and a log of all of them.

`Ledger` is the way in. Its libraries are loaded when a decision is read or written, and by no question.
"""
