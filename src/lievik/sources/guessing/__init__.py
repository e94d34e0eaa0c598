"""Sheets of text in, a proposal out: which table each sheet is, and what fills its columns.

`proposing` is the way in. What headers and cells may say stands as data in `words/*.toml`; a guess that could be
wrong is a doubt, for a wrong number is worse than a question.
"""
