"""Answers → flat records for programs, one file an answer."""
