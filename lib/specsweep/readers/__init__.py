"""One module for each kind of result file.

A reader for a record of a file (a dict) has `TOOL` (its name), `DEFINITION` (what its
columns mean there, where that differs), `reads(record)` and `rows(record)`: flat rows with
the sweep's column names and units, or `Unusable`.
Whole-server rates stay as `*_tput_tps` until the number of GPUs is known.
"""


class Unusable(Exception):
    """This record is no point of a sweep: (column, value, reason)."""

    def __init__(self, column, value, reason):
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason
