"""How a series looks: colour by GPU and engine, shape by precision, filled where it speculates.

NVIDIA's GPUs are cool colours, AMD's warm ones, and engines are shades of their GPU's colour,
the same in every chart. Colours of one engine's GPUs, and of one GPU's engines, stay apart (in
OKLab) with normal, protan, deutan and tritan vision; dashes and fill carry the rest.
"""

import pandas as pd

# Four shades per GPU: as it is, dark, less dark, light.
COLOURS = {
    "h100": ("#2cc4d6", "#0f96ac", "#14acc2", "#4bdae9"),
    "h200": ("#6752ab", "#49297d", "#583d93", "#7667c2"),
    "b200": ("#468bb7", "#24628f", "#3676a3", "#58a1cc"),
    "b300": ("#39ada0", "#02827d", "#10988f", "#54c3b2"),
    "gb200": ("#1d5870", "#033248", "#07445e", "#306c83"),
    "gb300": ("#327b77", "#035454", "#186766", "#489089"),
    "mi300x": ("#78480c", "#4c2600", "#633500", "#8b5c23"),
    "mi325x": ("#d98545", "#af5a20", "#c46f33", "#ee9c57"),
    "mi355x": ("#d05a26", "#a32c00", "#b94316", "#e67137"),
}
UNKNOWN = ("#808080", "#505050", "#686868", "#989898")
SHADES = {
    "sglang": 0, "trt": 1, "vllm": 3, "dynamo-trt": 2, "dynamo-sglang": 3, "dynamo-vllm": 2,
    "atom": 1, "mori-sglang": 3,
}  # fmt: skip
SHAPES = {"fp4": "diamond", "fp8": "circle", "bf16": "square", "fp16": "triangle-up", "int4": "triangle-down"}
OTHER_SHAPE = "cross"
CHARACTERS = {
    ("diamond", True): "◆", ("diamond", False): "◇", ("circle", True): "●", ("circle", False): "○",
    ("square", True): "■", ("square", False): "□", ("triangle-up", True): "▲", ("triangle-up", False): "△",
    ("triangle-down", True): "▼", ("triangle-down", False): "▽", ("cross", True): "✚", ("cross", False): "＋",
}  # fmt: skip
PAPER = "#ffffff"


def looks(series):
    """Colour, fill, shape, and the same as a character of text, of each series: a DataFrame beside it."""
    colour = [
        COLOURS.get(gpu, UNKNOWN)[SHADES.get(engine, 0)]
        for gpu, engine in zip(series["hardware"], series["framework"], strict=True)
    ]
    speculates = [method != "none" for method in series["spec_method"]]
    shape = [SHAPES.get(precision, OTHER_SHAPE) for precision in series["precision"]]
    return pd.DataFrame(
        {
            "colour": colour,
            "fill": [c if s else PAPER for c, s in zip(colour, speculates, strict=True)],
            "shape": shape,
            "symbol": [CHARACTERS[form, s] for form, s in zip(shape, speculates, strict=True)],
        }
    )
