"""The demo company: a made-up Slovak maker of industrial parts, with three years of history and stories in it.

A seed and a number of deals go in, one CSV file a table comes out, for which `mapping_path` tells what it means; the
same bytes on every machine. `company.py` says how.
"""

from __future__ import annotations

from lievik.sources.demo.company import AS_OF, COMPANY, DEALS, KNOWN_AT, SEED, mapping_path, write_files

__all__ = ["AS_OF", "COMPANY", "DEALS", "KNOWN_AT", "SEED", "mapping_path", "write_files"]
