"""vLLM `bench serve` results: one record, appended records, and the folders of `bench sweep`."""

from specsweep.readers.labels import ALIASES, labelled
from specsweep.readers.quantities import divided, latencies, mean_length, minus, present, scalars

TOOL = "vLLM bench serve"
DEFINITION = (
    "interactivity is 1 / median TPOT of the requests (the tool's own Pareto plot divides throughput by "
    "concurrency instead); lengths are the mean of what was sent where they do not vary"
)
KNOWN = {
    "date", "endpoint_type", "backend", "label", "model_id", "tokenizer_id", "num_prompts", "request_rate",
    "burstiness", "max_concurrency", "duration", "completed", "failed", "total_input_tokens",
    "total_output_tokens", "output_throughput", "total_token_throughput", "spec_decode_acceptance_rate",
    "spec_decode_acceptance_length",
} | {name for names in ALIASES.values() for name in names}  # fmt: skip


def reads(record):
    return "total_token_throughput" in record and ("model_id" in record or "tokenizer_id" in record)


def rows(record):
    facts = labelled(record)
    date = str(record.get("date") or "")
    row = {
        "model": record.get("model_id"),
        "isl": mean_length(record.get("total_input_tokens"), record.get("completed")),
        "osl": mean_length(record.get("total_output_tokens"), record.get("completed")),
        "conc": record.get("max_concurrency"),
        "total_tput_tps": record.get("total_token_throughput"),
        "output_tput_tps": record.get("output_throughput"),
        "requests_ok": record.get("completed"),
        "requests_failed": record.get("failed"),
        "duration_s": record.get("duration"),
        "acceptance_length": record.get("spec_decode_acceptance_length"),
        "acceptance_rate": divided(record.get("spec_decode_acceptance_rate"), 100),
        "date": f"{date[:4]}-{date[4:6]}-{date[6:8]}" if date[:8].isdigit() else date,
        **latencies(record),
        **facts,
    }
    row["input_tput_tps"] = minus(row["total_tput_tps"], row["output_tput_tps"])
    others = scalars(record, KNOWN)
    return [present(row) | {k: v for k, v in others.items() if k not in row and not k.endswith("_ms") and v != ""}]
