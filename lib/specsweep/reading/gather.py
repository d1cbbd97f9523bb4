"""Read the files of a source into columns: each record by the reader that knows it."""

import io

import numpy as np

from specsweep.errors import SweepError, listed
from specsweep.readers import Unusable, aiperf, artifact, dump, guidellm, inferencex, llm_optimizer, llmd, sglang, vllm
from specsweep.readers.yamlfile import document
from specsweep.reading import tidy
from specsweep.reading.ahead import ahead
from specsweep.reading.blocks import Blocks, arrays
from specsweep.reading.encodings import utf8
from specsweep.reading.fields import MEASURED, field
from specsweep.reading.jsonstream import batches
from specsweep.reading.origin import Origin

TABLE = "sweep table"
RUNS = (guidellm, aiperf, llmd, llm_optimizer, vllm, sglang)
TOOLS = (inferencex, artifact, *RUNS)
NAMES = [tool.TOOL for tool in TOOLS] + [TABLE]


def gather(files, aside, *, history=False):
    """(columns, Origin) of all files. A file that is no part of a sweep is set aside, or an error if it is alone."""
    gathered = Gathered(aside, history)
    for number, (found, data, record) in enumerate(ahead(files)):
        try:
            gathered.read(number, found, data, record)
        except SweepError as error:
            if len(files) == 1 or aside.strict or not str(error).startswith(found.name):
                raise
            aside.add(found.name, None, None, None, str(error).removeprefix(found.name).lstrip(",: "))
    columns, file, row, tool = gathered.columns(files)
    return columns, Origin(file, row, tool, [f.name for f in files], NAMES, gathered.kinds, gathered.header)


class Gathered:
    """Rows as they come: those of the tools wait as records, so that many small files make one block."""

    def __init__(self, aside, history):
        self.aside, self.history = aside, history
        self.blocks = Blocks()
        self.kinds, self.header = {}, []
        self.artifacts, self.runs = [], []  # (file, number, record); (file, number, tool, row)

    def columns(self, files):
        """Everything read, as `Blocks.columns` gives it."""
        if self.artifacts:
            of, numbers, records = (list(part) for part in zip(*self.artifacts, strict=True))
            names = [files[i].name for i in of]
            columns, kept, problems = artifact.columns(records, names)
            for i, column, value, reason in problems:
                self.aside.add(names[i], numbers[i], column, value, reason)
            self.blocks.add(columns, [of[i] for i in kept], [numbers[i] for i in kept], TOOLS.index(artifact))
        for tool in RUNS:
            mine = [run for run in self.runs if run[2] is tool]
            if mine:
                of, numbers, _, rows = zip(*mine, strict=True)
                self.blocks.add(arrays(rows), of, numbers, TOOLS.index(tool))
        return self.blocks.columns()

    def read(self, number, found, data, record):
        """One file, as `ahead` gives it."""
        if record is not None:
            self.records(number, found, ((1, record),))
        elif found.suffix in (".dump", ".tar.xz"):
            columns, rows = dump.read(found, self.aside, history=self.history)
            self.blocks.add(columns, number, rows, 0)
        elif data is not None:
            self.stream(number, found, io.BufferedReader(io.BytesIO(data)), len(data))
        else:
            with found.open() as (stream, size):
                self.stream(number, found, stream, size)

    def stream(self, number, found, stream, size):
        if found.suffix == ".parquet":
            columns, count = tidy.parquet(stream, found.name)
            self.table(number, columns, np.arange(1, count + 1))
            return
        stream = utf8(stream)
        if found.suffix in (".yaml", ".yml"):
            self.records(number, found, ((1, document(stream, found.name)),))
            return
        first = _first(stream)
        if not first:
            raise SweepError(f"{found.name} is empty; expected a CSV with a header or JSON")
        if first in b"[{":
            self.json(number, found, stream, size)
        else:
            self.csv(number, found, stream)

    def json(self, number, found, stream, size):
        seen = 0
        for batch in batches(stream, size):
            for row, value, reason in batch.problems:
                self.aside.add(found.name, row, None, value, reason)
            seen += len(batch.items) + len(batch.problems)
            if all(map(inferencex.reads, batch.items)):
                self.api(number, found, batch.numbers, batch.items)
            else:
                pairs = list(zip(batch.numbers, batch.items, strict=True))
                rows = [(n, r) for n, r in pairs if inferencex.reads(r)]
                self.api(number, found, [n for n, _ in rows], [r for _, r in rows])
                self.records(number, found, [(n, r) for n, r in pairs if not inferencex.reads(r)])
        if not seen:
            raise SweepError(f"{found.name} is an empty list; expected rows")

    def api(self, number, found, numbers, records):
        """Rows that need no renaming, turned into columns at once."""
        if not records:
            return
        columns, kept, problems = inferencex.columns(records)
        for position, column, value, reason in problems:
            self.aside.add(found.name, numbers[position], column, value, reason)
        if kept:
            self.blocks.add(columns, number, [numbers[i] for i in kept], 0)

    def records(self, number, found, numbered):
        """Records of any tool, each by what it looks like."""
        for row, record in numbered:
            tool = artifact if artifact.reads(record) else next((t for t in TOOLS if t.reads(record)), None)
            if tool is inferencex:
                self.api(number, found, [row], [record])
            elif tool is artifact:
                self.artifacts.append((number, row, record))
            elif tool:
                self.kinds[number] = "run"
                try:
                    rows = rows_of(tool, record)
                except Unusable as error:
                    self.aside.add(found.name, row, error.column, error.value, error.reason)
                    continue
                for i, one in enumerate(rows, 1):
                    self.runs.append((number, row if len(rows) == 1 else i, tool, inferencex.both_phases(one)))
            else:
                known = ", ".join(map(str, list(record)[:8])) or "nothing"
                raise SweepError(f"{found.name}, row {row} is not of a kind known here; it has {known[:200]}")

    def csv(self, number, found, stream):
        numbered = tidy.lines(stream, found.name)
        _, cells = next(numbered, (0, None))
        if cells is None:
            raise SweepError(f"{found.name} is empty; expected a CSV with a header or JSON")
        if aiperf.reads_csv([cells]):
            record = aiperf.from_csv([cells, *(c for _, c in numbered)])
            self.records(number, found, ((1, record),))
            return
        names = tidy.header_of(cells, found.name)
        if lacks := [c for c in MEASURED if c not in names and not (c == "median_intvty" and "median_tpot" in names)]:
            raise SweepError(f"{found.name} has no column {listed(lacks)}; it has {listed(names, 40)}")
        before = len(self.aside.lines)
        parts = list(tidy.blocks(numbered, names, found.name, self.aside))
        if not parts:
            lost = len(self.aside.lines) - before
            raise SweepError(
                f"{found.name} has {lost} rows, and none has the {len(names)} cells of its header"
                if lost
                else f"{found.name} has a header but no rows"
            )
        columns = {name: np.concatenate([c[name] for _, c in parts]) for name in names}
        columns = {name: values if field(name) else tidy.inferred(values) for name, values in columns.items()}
        self.table(number, columns, [n for part, _ in parts for n in part])

    def table(self, number, columns, numbers):
        self.kinds[number] = "table"
        self.header[:] = columns
        self.blocks.add(inferencex.both_phases(columns), number, numbers, NAMES.index(TABLE))


def rows_of(tool, record):
    """The rows of one record; a form that the tool does not write makes the record unusable."""
    try:
        return tool.rows(record)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise Unusable(None, None, f"not of the form that {tool.TOOL} writes ({type(error).__name__})") from None


def _first(stream):
    """The first byte that is not a blank, without moving on."""
    return stream.peek(1 << 16).removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
