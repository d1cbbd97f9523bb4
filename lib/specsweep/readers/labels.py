"""Facts that people attach to a run as key=value labels (`--metadata`, `--label`)."""

from contextlib import suppress

from specsweep.reading.keys import gpu_key

ALIASES = {
    "hardware": ("hardware", "gpu", "gpu_type", "gpu_name", "hw", "accelerator"),
    "n_gpu": ("n_gpu", "num_gpus", "num_gpu", "gpu_count", "n_gpus", "gpus"),
    "precision": ("precision", "quantization", "dtype"),
    "framework": ("framework", "engine"),
    "spec_method": ("spec_method", "spec_decoding", "speculative"),
    "model": ("model",),
    "isl": ("isl", "input_len", "input_length"),
    "osl": ("osl", "output_len", "output_length"),
    "conc": ("conc", "concurrency"),
    "num_spec_tokens": ("num_spec_tokens", "num_speculative_tokens"),
    "image": ("image",),
    "tp": ("tp", "tensor_parallel_size", "tp_size"),
    "ep": ("ep", "expert_parallel_size", "ep_size"),
    "pp": ("pp", "pipeline_parallel_size", "pp_size"),
    "dp": ("dp", "data_parallel_size", "dp_size"),
}


def labelled(labels):
    """Facts by the sweep's names, from labels by any of their usual names."""
    found = {}
    for fact, names in ALIASES.items():
        value = next((labels[n] for n in names if labels.get(n) not in (None, "")), None)
        if value is not None:
            found[fact] = gpu_key(value) if fact == "hardware" else value
    if "n_gpu" not in found and all(k in found for k in ("tp", "pp", "dp")):
        with suppress(TypeError, ValueError):
            found["n_gpu"] = int(found["tp"]) * int(found["pp"]) * int(found["dp"])
    return found
