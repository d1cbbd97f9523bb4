"""What moved between two catalogs."""

import pandas as pd

RULES = {"": "published", "like_": "like for like"}
COMPARED = ("stem", *(f"{prefix}{name}" for prefix in RULES for name in ("verdict", "speedup")))


def what_changed(now, before):
    """Pairs whose verdict is another one than in a previous catalog, under either rule set.

    Parameters
    ----------
    now, before : tables of :func:`specsweep.catalog.overview`

    Returns
    -------
    DataFrame: stem, title, rules, verdict_before, verdict_now, speedup_before, speedup_now; the
    largest change of the speed-up first. A pair without a verdict has "" and NaN.
    """
    both = now.merge(before, on="stem", suffixes=("", "_before"))
    parts = []
    for prefix, rules in RULES.items():
        verdicts = both[[f"{prefix}verdict_before", f"{prefix}verdict"]].fillna("")
        part = pd.DataFrame(
            {
                "stem": both["stem"],
                "title": both["title"],
                "rules": rules,
                "verdict_before": verdicts.iloc[:, 0],
                "verdict_now": verdicts.iloc[:, 1],
                "speedup_before": both[f"{prefix}speedup_before"].astype(float),
                "speedup_now": both[f"{prefix}speedup"].astype(float),
            }
        )
        parts.append(part[part["verdict_before"] != part["verdict_now"]])
    moved = pd.concat(parts)
    size = (moved["speedup_now"] / moved["speedup_before"]).map(lambda r: max(r, 1 / r) if r > 0 else float("inf"))
    return (
        moved.assign(size=size)
        .sort_values("size", ascending=False, kind="stable")
        .drop(columns="size")
        .reset_index(drop=True)
    )
