"""The command line: one module a command, imported when it is run; words and layouts of answers beside them."""
