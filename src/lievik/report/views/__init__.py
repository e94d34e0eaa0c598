"""Answers → blocks for people, one file an answer; and the words that several of them share."""
