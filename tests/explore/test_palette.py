"""Series can be told apart with any colour vision."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from specsweep.explore.palette import COLOURS, PAPER, SHADES, looks

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
VISIONS = {
    "normal": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
# Björn Ottosson's OKLab (2020): linear RGB to cone responses, their cube roots to lightness and opponents.
TO_CONES = [
    [0.41222147, 0.53633254, 0.05144599],
    [0.21190350, 0.68069955, 0.10739696],
    [0.08830246, 0.28171884, 0.6299787],
]
TO_LAB = [
    [0.21045426, 0.79361779, -0.00407205],
    [1.97799850, -2.42859221, 0.45059371],
    [0.02590404, 0.78277177, -0.80867577],
]


def seen(colour, vision):
    """OKLab coordinates of a hex colour under a kind of colour vision."""
    rgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.array(TO_LAB) @ np.cbrt(np.clip(np.array(TO_CONES) @ np.clip(VISIONS[vision] @ linear, 0, 1), 0, 1))


def apart(colours, vision):
    return min(np.linalg.norm(seen(a, vision) - seen(b, vision)) for a, b in combinations(colours, 2))


@pytest.mark.parametrize("vision", VISIONS)
def test_gpus_and_engines_stay_apart(vision):
    """A just noticeable difference is about 0.02; these are three times that."""
    for shade in range(4):
        assert apart([colours[shade] for colours in COLOURS.values()], vision) > 0.06
    for colours in COLOURS.values():
        assert apart(colours, vision) > 0.055


def test_vendors_are_cool_and_warm():
    for gpu, colours in COLOURS.items():
        for colour in colours:
            red, _, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
            assert (red > blue) == gpu.startswith("mi")


def test_fill_says_speculation_and_shape_says_precision():
    series = pd.DataFrame(
        [("b200", "trt", "fp4", "mtp"), ("b200", "trt", "fp4", "none"), ("b200", "new", "fp3", "eagle")],
        columns=["hardware", "framework", "precision", "spec_method"],
    )
    mtp, off, new = looks(series).itertuples(index=False)
    assert mtp.fill == mtp.colour == off.colour != off.fill == PAPER
    assert mtp.shape == off.shape != new.shape
    assert new.colour in COLOURS["b200"] and max(SHADES.values()) < 4
