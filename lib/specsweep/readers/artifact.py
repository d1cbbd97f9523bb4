"""InferenceX CI artifacts: `agg_*.json` (one object) and `results_bmk` (a list of them)."""

import re

import numpy as np

from specsweep.readers.quantities import is_number
from specsweep.reading.blocks import array, arrays
from specsweep.reading.keys import framework_key, precision_key, spec_key

TOOL = "InferenceX artifact"
DEFINITION = "interactivity is 1 / median TPOT of the requests; concurrency is what was asked for"

MODELS = {"gptoss": "gptoss120b", "dsv4pro": "dsv4", "kimik2.7": "kimik2.7-code"}
PRECISION_SUFFIX = re.compile(r"-(fp4|fp8|mxfp4|nvfp4|bf16|int4)\b.*$")
SEQUENCE = re.compile(r"(?:^|_)(\d+)k(\d+)k(?:_|\.|$)")
MEASURE = re.compile(r"_(per_gpu|tpot|intvty|ttft|itl|e2el)$")  # text there is refused by name, not lost
NAMED = (
    "infmax_model_prefix", "model_prefix", "model", "hw", "framework", "precision", "spec_decoding", "mtp", "disagg",
    "decode_num_workers", "is_multinode", "image",
)  # fmt: skip
LAYOUT = (
    "tp", "ep", "dp_attention", "num_prefill_gpu", "num_decode_gpu",
    "prefill_tp", "prefill_ep", "prefill_dp_attention", "prefill_num_workers",
    "decode_tp", "decode_ep", "decode_dp_attention", "decode_num_workers",
)  # fmt: skip
IDENTITY = {*NAMED, *LAYOUT, "isl", "osl", "conc", "users", "num_requests_total", "num_requests_successful"}
TRUE = {True, "true", "True", "on", "1"}


def reads(record):
    return "hw" in record and ("tput_per_gpu" in record or "conc" in record or "users" in record)


def columns(records, files):
    """(columns, which records they are of, problems as (position, column, value, reason)).

    `files` names the file of each record: older artifacts carry the sequence only there.
    """
    problems, kept = [], []
    for i, record in enumerate(records):
        if "scenario_type" in record and str(record["scenario_type"]).startswith("agentic"):
            problems.append(
                (i, "scenario_type", record["scenario_type"], "a run without fixed input and output lengths")
            )
        elif record.get("num_requests_successful", 1) == 0:
            problems.append((i, "num_requests_successful", 0, "the requests of a failed run"))
        else:
            kept.append(i)
    records = [records[i] for i in kept]
    raw = arrays(records)
    none = np.full(len(records), None, dtype=object)

    def each(function, *names):
        """The columns that a function makes of others, worked out once for each combination of values."""
        known = {}
        cells = zip(*(_listed(raw.get(n, none)) for n in names), strict=True)
        which = np.array([known.setdefault(c, len(known)) for c in cells])
        made = [function(dict(zip(names, c, strict=True))) for c in known]
        return {n: array([one[n] for one in made])[which] for n in made[0]} if made else {}

    found = {n: v for n, v in raw.items() if n not in IDENTITY and (v.dtype.kind in "fi" or MEASURE.search(n))}
    found |= {
        **each(_identity, *NAMED),
        **each(_layout, *LAYOUT),
        "conc": raw.get("conc", none),
        **_lengths(raw, none, [files[i] for i in kept]),
    }
    return found, kept, problems


def _listed(values):
    """Python values, NaN as None."""
    listed = values.tolist()
    return [None if v != v else v for v in listed] if values.dtype.kind in "fO" else listed


def _hardware(value):
    """`cluster:B200-nvd` is b200."""
    return str(value or "").lower().rpartition(":")[2].partition("-")[0]


def _model(prefix, other, path):
    prefix = prefix or other
    if not prefix:
        return path
    prefix = MODELS.get(prefix, prefix)
    bare = PRECISION_SUFFIX.sub("", str(prefix))
    return MODELS.get(bare, bare)


def _method(method, mtp):
    if method is None and mtp is not None:
        return "mtp" if _true(mtp) else "none"
    return spec_key(method)


def _true(value):
    return value in TRUE


def _disagg(said, framework, workers):
    framework = framework_key(framework or "")
    if said is None:
        said = framework.startswith(("dynamo-", "mori-", "mooncake-"))
    return _true(said) or framework.startswith("mori-") or bool(workers)


def _identity(said):
    image = said["image"]
    return {
        "model": _model(said["infmax_model_prefix"], said["model_prefix"], said["model"]),
        "hardware": _hardware(said["hw"]),
        "framework": framework_key(said["framework"] or ""),
        "precision": precision_key(said["precision"] or ""),
        "spec_method": _method(said["spec_decoding"], said["mtp"]),
        "disagg": _disagg(said["disagg"], said["framework"], said["decode_num_workers"]),
        "is_multinode": _true(said["is_multinode"]),
        "image": str(image).replace("#", "/") if image else None,
    }


def _layout(said):
    """Both phases' parallelism. One engine serves both phases on aggregated rows."""
    layout = {}
    for phase in ("prefill", "decode"):
        tp, ep, attention = (
            said[n] if said[f"{phase}_{n}"] is None else said[f"{phase}_{n}"] for n in ("tp", "ep", "dp_attention")
        )
        layout |= {
            f"{phase}_tp": tp,
            f"{phase}_ep": ep,
            f"{phase}_dp_attention": _true(attention),
            f"{phase}_num_workers": said[f"{phase}_num_workers"] or 0,
            f"num_{phase}_gpu": said[f"num_{phase}_gpu"] or _product(tp, ep),
        }
    return layout


def _product(tp, ep):
    return tp * ep if is_number(tp) and is_number(ep) else None


def _lengths(raw, none, files):
    lengths = {name: raw.get(name, none) for name in ("isl", "osl")}
    for i, isl in enumerate(lengths["isl"].tolist()):
        if (isl is None or isl != isl) and (named := SEQUENCE.search(files[i].rpartition("/")[2])):
            lengths = {k: v.astype(object) for k, v in lengths.items()}
            lengths["isl"][i], lengths["osl"][i] = int(named[1]) * 1024, int(named[2]) * 1024
    return lengths
