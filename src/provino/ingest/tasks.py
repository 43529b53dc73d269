"""Modules whose tasks the ingest brings: imported so that they are registered."""

from provino.ingest import finishing, leases, rendering

__all__ = ["finishing", "leases", "rendering"]
