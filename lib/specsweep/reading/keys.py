"""The keys a sweep uses for GPUs, engines, precisions and methods, from the names that files use."""

import re

GPUS = ("h100", "h200", "b200", "b300", "gb200", "gb300", "mi300x", "mi325x", "mi355x")

FRAMEWORKS = {
    "trtllm": "trt",
    "tensorrt-llm": "trt",
    "tensorrt_llm": "trt",
    "dynamo-trtllm": "dynamo-trt",
    "sglang-disagg": "mori-sglang",
    "atom-disagg": "mooncake-atom",
}
PRECISIONS = {"nvfp4": "fp4", "mxfp4": "fp4", "fp8block": "fp8", "fp8_e4m3": "fp8"}


def gpu_key(name):
    """`NVIDIA H100 80GB HBM3` is h100; a name with no known GPU in it stays, in lower case."""
    text = str(name).strip().lower()
    known = {word for word in re.split(r"[^a-z0-9]+", text) if word in GPUS}
    return known.pop() if len(known) == 1 else text


def framework_key(name):
    text = str(name).strip().lower()
    return FRAMEWORKS.get(text, text)


def precision_key(name):
    text = str(name).strip().lower()
    return PRECISIONS.get(text, text)


def spec_key(name):
    """Lower case; no name at all is `none`."""
    text = str(name if name is not None else "").strip().lower()
    return text or "none"
