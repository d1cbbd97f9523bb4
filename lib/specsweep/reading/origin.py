"""Where each row of a sweep comes from: its file, its number there, its tool."""

from dataclasses import dataclass

import numpy as np


@dataclass
class Origin:
    """Arrays as long as the sweep, and the names they point into.

    `kinds` says what a file is: "table" (our own columns), "rows" (InferenceX), "run" (a
    benchmark tool's result, which lacks facts that only its user knows).
    """

    file: np.ndarray
    row: np.ndarray
    tool: np.ndarray
    names: list
    tools: list
    kinds: dict
    header: list

    @property
    def count(self):
        return len(self.file)

    def kind(self, file):
        return self.kinds.get(int(file), "rows")

    def set_aside(self, aside, positions, column, values, reason, *, harmless=False, whole=True):
        files = [self.names[i] for i in self.file[positions]]
        aside.add_rows(files, self.row[positions], column, values, reason, harmless=harmless, whole=whole)
