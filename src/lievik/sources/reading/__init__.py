"""Files of any office in, sheets of text out: delimited text, workbooks, Parquet, folders and zips.

`opening` is the way in; a `Sheet` is all that the other rooms of sources see of a file.
"""
