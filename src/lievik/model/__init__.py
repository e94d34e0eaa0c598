"""The words that the rooms pass to each other: tables, periods, formulas, metrics, requests, results; all pure."""
