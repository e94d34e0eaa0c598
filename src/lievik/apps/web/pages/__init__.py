"""Pages, one file each: a visit in, a page out; questions are asked of the workspace, nothing is worked out here."""
