"""InferenceX CI artifacts: `agg_*.json` (one object) and `results_bmk` (a list of them)."""

import re

import numpy as np

from specsweep.readers.quantities import is_number
from specsweep.reading.blocks import arrays
from specsweep.reading.keys import framework_key, precision_key, spec_key

TOOL = "InferenceX artifact"
DEFINITION = "interactivity is 1 / median TPOT of the requests; concurrency is what was asked for"

MODELS = {"gptoss": "gptoss120b", "dsv4pro": "dsv4", "kimik2.7": "kimik2.7-code"}
PRECISION_SUFFIX = re.compile(r"-(fp4|fp8|mxfp4|nvfp4|bf16|int4)\b.*$")
SEQUENCE = re.compile(r"(?:^|_)(\d+)k(\d+)k(?:_|\.|$)")
MEASURE = re.compile(r"_(per_gpu|tpot|intvty|ttft|itl|e2el)$")  # text there is refused by name, not lost
IDENTITY = {
    "hw", "conc", "users", "image", "model", "infmax_model_prefix", "model_prefix", "framework", "precision",
    "spec_decoding", "mtp", "disagg", "is_multinode", "isl", "osl", "tp", "ep", "dp_attention",
    "num_prefill_gpu", "num_decode_gpu", "prefill_tp", "prefill_ep", "prefill_dp_attention",
    "prefill_num_workers", "decode_tp", "decode_ep", "decode_dp_attention", "decode_num_workers",
    "num_requests_total", "num_requests_successful",
}  # fmt: skip
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
        """The function of some columns, worked out once for each combination of values."""
        cells = list(zip(*(_listed(raw.get(n, none)) for n in names), strict=True))
        known = {c: function(*c) for c in set(cells)}
        out = np.empty(len(records), dtype=object)
        out[:] = [known[c] for c in cells]
        return out

    found = {n: v for n, v in raw.items() if n not in IDENTITY and (v.dtype.kind in "fi" or MEASURE.search(n))}
    found |= {
        "model": each(_model, "infmax_model_prefix", "model_prefix", "model"),
        "hardware": each(_hardware, "hw"),
        "framework": each(lambda name: framework_key(name or ""), "framework"),
        "precision": each(lambda name: precision_key(name or ""), "precision"),
        "spec_method": each(_method, "spec_decoding", "mtp"),
        "disagg": each(_disagg, "disagg", "framework", "decode_num_workers"),
        "is_multinode": each(_true, "is_multinode"),
        "conc": raw.get("conc", none),
        "image": each(lambda image: str(image).replace("#", "/") if image else None, "image"),
        **_layout(each),
        **_lengths(raw, none, [files[i] for i in kept]),
    }
    return found, kept, problems


def _listed(values):
    """Python values, NaN as None."""
    values = values.tolist()
    return [None if v is None or v != v else v for v in values]


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


def _layout(each):
    """Both phases' parallelism. One engine serves both phases on aggregated rows."""
    layout = {}
    for phase in ("prefill", "decode"):
        for name in ("tp", "ep"):
            layout[f"{phase}_{name}"] = each(lambda own, both: both if own is None else own, f"{phase}_{name}", name)
        layout[f"{phase}_dp_attention"] = each(
            lambda own, both: _true(both if own is None else own), f"{phase}_dp_attention", "dp_attention"
        )
        layout[f"{phase}_num_workers"] = each(lambda own: 0 if own is None else own, f"{phase}_num_workers")
        layout[f"num_{phase}_gpu"] = each(
            lambda gpus, tp, ep, tp1, ep1: gpus or _product(tp1 if tp is None else tp, ep1 if ep is None else ep),
            f"num_{phase}_gpu", f"{phase}_tp", f"{phase}_ep", "tp", "ep",
        )  # fmt: skip
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
