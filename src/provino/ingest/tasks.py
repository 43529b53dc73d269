"""Background work of the ingest: filled below its verbs."""
