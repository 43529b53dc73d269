"""The layout of a stored ZIP, known before a byte of its files is read."""

from provino.lib.zipstream.layout import Entry, FileSlice, Layout

__all__ = ["Entry", "FileSlice", "Layout"]
