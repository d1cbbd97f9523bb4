"""The catalog: every comparison that a sweep holds, on one page, each with its report."""

from specsweep.catalog.changes import what_changed
from specsweep.catalog.overview import link_reports, overview
from specsweep.catalog.pairs import filter_rows, find_pairs
from specsweep.catalog.record import read_catalog

__all__ = ["filter_rows", "find_pairs", "link_reports", "overview", "read_catalog", "what_changed"]
