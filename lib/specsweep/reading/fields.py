"""The sweep's columns, declared once: name, kind, unit, range.

Names and units are the InferenceX API's, so its rows need no renaming. A name in
parentheses is a pattern for a family of columns. Columns not declared here are kept as
they come.
"""

import re
from functools import cache
from typing import NamedTuple

WORD = "text"  # lower case: a key
TEXT = "text as written"
NUMBER = "number"
WHOLE = "whole number"
FLAG = "true or false"

_SHARE = r"(?:mean|median|std|min|max|p[0-9.]+)"


class Field(NamedTuple):
    name: str
    kind: str
    unit: str = ""
    above: float | None = None  # exclusive lower end
    least: float | None = None  # inclusive lower end
    most: float | None = None
    required: bool = False
    spare: bool = False  # a row is used without it; nothing is worked out from it but itself


FIELDS = (
    Field("model", TEXT, required=True),
    Field("hardware", WORD, required=True),
    Field("framework", WORD, required=True),
    Field("precision", WORD, required=True),
    Field("spec_method", WORD, required=True),
    Field("isl", WHOLE, "tokens", above=0, required=True),
    Field("osl", WHOLE, "tokens", above=0, required=True),
    Field("conc", WHOLE, "requests", above=0, required=True),
    Field("tput_per_gpu", NUMBER, "tok/s/GPU", above=0, required=True),
    Field("median_intvty", NUMBER, "tok/s/user", above=0, required=True),
    Field("(output|input)_tput_per_gpu", NUMBER, "tok/s/GPU", least=0, spare=True),
    Field("median_tpot", NUMBER, "s", above=0),
    Field("disagg", FLAG),
    Field("is_multinode", FLAG),
    Field("(prefill|decode)_dp_attention", FLAG),
    Field("(prefill|decode)_(tp|ep|pp)", WHOLE, "GPUs", least=1),
    Field("(prefill|decode)_num_workers", WHOLE, "workers", least=0),
    Field("num_(prefill|decode)_gpu", WHOLE, "GPUs", least=1),
    Field("n_gpu", WHOLE, "GPUs", least=1),
    Field(rf"{_SHARE}_(ttft|tpot|itl|e2el)", NUMBER, "s", least=0, spare=True),
    Field(rf"{_SHARE}_intvty", NUMBER, "tok/s/user", least=0, spare=True),
    Field("total_tput_tps", NUMBER, "tok/s", least=0),
    Field("(output|input)_tput_tps", NUMBER, "tok/s", least=0, spare=True),
    Field(".+_ci_(low|high)", NUMBER, spare=True),
    Field("avg_power_w", NUMBER, "W", least=0, spare=True),
    Field("joules_per_(total|output|input)_token", NUMBER, "J/token", least=0, spare=True),
    Field("conc_measured", NUMBER, "requests", least=0, spare=True),
    Field("requests_(ok|failed)", WHOLE, "requests", least=0, spare=True),
    Field("duration_s", NUMBER, "s", above=0, spare=True),
    Field("acceptance_length", NUMBER, "tokens/step", least=0, spare=True),
    Field("acceptance_rate", NUMBER, "share", least=0, most=1, spare=True),
    Field("num_spec_tokens", WHOLE, "tokens", least=0),
    Field("(date|image|run_url|tool|source|checkpoint|run_id|workers|offload_mode)", TEXT),
)

REQUIRED = tuple(f.name for f in FIELDS if f.required)
MEASURED = ("tput_per_gpu", "median_intvty")
FACTS = tuple(name for name in REQUIRED if name not in MEASURED)
PATTERNS = tuple((re.compile(f"(?:{f.name})"), f) for f in FIELDS)


@cache
def field(column):
    """The declaration of a column, or None for one that is not declared."""
    return next((f for pattern, f in PATTERNS if pattern.fullmatch(column)), None)


def spare(column):
    """Whether a row can be used without a value it has in this column."""
    f = field(column)
    return bool(f and f.spare)


def wanted(f):
    """The range of a field in words, as an error names it."""
    noun = "a whole number" if f.kind == WHOLE else "a number"
    if f.above is not None:
        return f"{noun} above {f.above:g}"
    if f.most is not None:
        return f"{noun} from {f.least:g} to {f.most:g}"
    return f"{noun} of {f.least:g} or more" if f.least else f"{noun}, zero or more"
