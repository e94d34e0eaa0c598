"""Answers, written: as records for programs, as blocks of words and tables for people, as charts. Pure."""
