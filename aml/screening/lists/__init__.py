"""Lists of flagged parties: one module a format, each from a file to entries and problems."""
