"""Which labels of a chart can be read: as many as find room beside their points, and cover no other."""

import numpy as np

CHARACTER, LINE, GAP = 5.4, 12, 5  # px of a 10 px label
STRIP = 16  # px at the top, where the target's number stands
POINT = 4  # px from the middle of a point to its edge
MARGIN = 10  # px between the outermost points and the frame


def placed(rows, width, height, log_x=False, log_y=False):
    """Where each point's label goes: "left" aligned (to its right), "right" aligned, or None where there is no room.

    Parameters
    ----------
    rows : DataFrame with columns x, y, tag (the label) and on_frontier; only frontier points
        are labelled, the topmost first
    width, height : size of the plot, px
    """
    x, y = _pixels(rows["x"], width, log_x, zero=False), height - _pixels(rows["y"], height, log_y, zero=True)
    points = [(left - POINT, top - POINT, left + POINT, top + POINT) for left, top in zip(x, y, strict=True)]
    places, taken = [None] * len(rows), []
    for i in np.argsort(y, kind="stable"):
        text = rows["tag"].iloc[i]
        if not rows["on_frontier"].iloc[i] or not text:
            continue
        long = len(text) * CHARACTER
        for side, left in (("left", x[i] + GAP), ("right", x[i] - GAP - long)):
            box = (left, y[i] - 8 - LINE / 2, left + long, y[i] - 8 + LINE / 2)
            inside = box[0] >= 0 and box[1] >= STRIP and box[2] <= width
            if inside and not any(_overlap(box, other) for other in (*taken, *points[:i], *points[i + 1 :])):
                places[i] = side
                taken.append(box)
                break
    return places


def _pixels(values, size, log, zero):
    """Where the chart's scale puts values: from 0 to a round end, else over their range within the margins."""
    values = values.to_numpy(dtype=float)
    if not len(values):
        return values
    if zero and not log:
        return values / _round_end(values.max()) * size
    values = np.log(values) if log else values
    low, high = values.min(), values.max()
    if high == low:
        return np.full(len(values), size / 2)
    return MARGIN + (values - low) / (high - low) * (size - 2 * MARGIN)


def _round_end(value):
    """The end of an axis from 0 that Vega makes round: about ten steps of 1, 2 or 5 times a power of ten."""
    rough = value / 10
    power = 10.0 ** np.floor(np.log10(rough))
    step = power * next(n for n, least in ((10, 50**0.5), (5, 10**0.5), (2, 2**0.5), (1, 0)) if rough / power >= least)
    return np.ceil(value / step) * step


def _overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
