"""Answers → charts: options of ECharts for two widths, a sentence, and a table with the same numbers.

Options are plain data, made without a library; `drawing` alone draws them, and imports the engine that it needs for the
first chart. Every colour is an ink until it is known where the chart is shown.
"""
