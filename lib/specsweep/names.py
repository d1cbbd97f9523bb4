"""How models, GPUs, engines and the like are called in front of a reader."""

from specsweep.errors import plain

MODELS = {
    "qwen3.5": "Qwen 3.5 397B-A17B",
    "dsr1": "DeepSeek R1",
    "dsv4": "DeepSeek V4 Pro 1.6T",
    "kimik2.5": "Kimi K2.5",
    "minimaxm2.5": "MiniMax M2.5",
    "glm5": "GLM 5",
    "gptoss120b": "gpt-oss 120B",
    "llama70b": "Llama 3.3 70B",
}
ARCHITECTURES = {
    "h100": "NVIDIA Hopper",
    "h200": "NVIDIA Hopper",
    "b200": "NVIDIA Blackwell",
    "b300": "NVIDIA Blackwell",
    "gb200": "NVIDIA NVL72",
    "gb300": "NVIDIA NVL72",
    "mi300x": "AMD CDNA 3",
    "mi325x": "AMD CDNA 3",
    "mi355x": "AMD CDNA 4",
}
SPEC_METHODS = {"mtp": "MTP", "none": "Off", "eagle": "EAGLE"}
ENGINES = {
    "trt": "TensorRT-LLM",
    "sglang": "SGLang",
    "vllm": "vLLM",
    "atom": "ATOM",
    "dynamo-trt": "Dynamo TensorRT-LLM",
    "dynamo-sglang": "Dynamo SGLang",
    "dynamo-vllm": "Dynamo vLLM",
    "mori-sglang": "MoRI SGLang",
}


def display_name(column, value):
    """What a reader calls ``value`` of ``column``; unknown values stand as they are in the data.

    >>> display_name("spec_method", "none"), display_name("hardware", "b200")
    ('Off', 'B200')
    """
    value = plain(value)  # a sign that turns the direction of writing would turn the sentence around it
    if column in ("hardware", "precision"):
        return value.upper()
    tables = {"model": MODELS, "framework": ENGINES, "spec_method": SPEC_METHODS}
    return tables.get(column, {}).get(value, value)


def display_names(column, values):
    """Distinct values of a column, as a reader calls them, in one enumeration."""
    names = [display_name(column, v) for v in dict.fromkeys(values)]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "none"
