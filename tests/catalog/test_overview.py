"""The catalog's numbers are those of each pair's own comparison, for any sweep and any number of pairs."""

import json
import math
import re

import fsspec
import numpy as np
import pandas as pd
import pytest

from conftest import ROOT, SAMPLE
from specsweep import SweepError, compare, read_sweep
from specsweep.catalog.changes import what_changed
from specsweep.catalog.heat_map import heat_rows
from specsweep.catalog.overview import link_reports, overview
from specsweep.catalog.pairs import find_pairs, sides_of
from specsweep.catalog.record import catalog_csv, catalog_json, read_catalog
from specsweep.catalog.table import pairs_html, ratio
from specsweep.catalog.words import headline, moved, moves, rewards, summary
from specsweep.like.breakeven import break_even
from specsweep.like.ratio import band_summary


def sweep_of(curves, **columns):
    """A sweep from {(model, hardware, framework, precision, spec_method): [(interactivity, throughput), …]}."""
    rows = [
        (*key, 1024, 1024, conc, throughput, interactivity)
        for key, points in curves.items()
        for conc, (interactivity, throughput) in enumerate(points, 1)
    ]
    names = ["model", "hardware", "framework", "precision", "spec_method", "isl", "osl", "conc"]
    sweep = pd.DataFrame(rows, columns=[*names, "tput_per_gpu", "median_intvty"])
    return sweep.assign(
        output_tput_per_gpu=sweep["tput_per_gpu"] / 2, input_tput_per_gpu=sweep["tput_per_gpu"] / 2, **columns
    )


def falling(scale, low=20, high=100, n=6):
    return [(x, scale * 100_000 / x**1.2) for x in np.linspace(low, high, n)]


@pytest.fixture(scope="module")
def real(real_sweep):
    return overview(real_sweep, find_pairs(real_sweep, ["spec", "gpu"]))


def test_published_numbers_are_those_of_the_comparison(real, real_sweep):
    """Band, middle target, both throughputs and costs, for every tenth pair."""
    table, _ = real
    for pair in table[table["reason"] == ""][::10].itertuples():
        answer = compare(real_sweep, *sides_of(pair), sequence=pair.sequence)
        assert pair.target == answer.targets[len(answer.targets) // 2]
        rows = answer.table[answer.table["target"] == pair.target].set_index("side")
        a, b = rows.loc[pair.a_label], rows.loc[pair.b_label]
        assert (pair.throughput_a, pair.throughput_b) == (a["throughput"], b["throughput"])
        assert pair.speedup == a["throughput"] / b["throughput"]
        assert pair.saving == 1 - a["cost_usd_per_mtok"] / b["cost_usd_per_mtok"]
        assert pair.clamped == ("clamped" in {a["status"], b["status"]})


def test_like_for_like_numbers_are_those_of_the_comparison(real, real_sweep):
    """Middle target, speed-up with its interval, share won and break-even, per engine."""
    table, engines = real
    there = engines[engines["verdict"] != ""]
    assert len(there) > 40
    for row in there[::10].itertuples():
        pair = table.loc[row.pair]
        answer = compare(real_sweep, *sides_of(pair), sequence=pair["sequence"], rules="like_for_like")
        mine = answer.table[(answer.table["engine"] == row.engine) & (answer.table["target"] == row.target)]
        a, b = (mine.set_index("side").loc[label] for label in (pair["a_label"], pair["b_label"]))
        assert row.speedup == a["throughput"] / b["throughput"]
        assert (row.low, row.high) == (
            a["throughput_low"] / b["throughput_high"],
            a["throughput_high"] / b["throughput_low"],
        )
        about = band_summary(answer).set_index("engine").loc[row.engine]
        assert row.share == about["a_share"]
        crossings = break_even(answer)
        assert row.break_even == crossings.loc[crossings["engine"] == row.engine, "interactivity"].tolist()


def test_the_default_pair_of_the_sample(sample):
    """The seed page's middle target, in the overview."""
    table, _ = overview(sample, find_pairs(sample, ["spec"]))
    pair = table.iloc[0]
    assert (pair["target"], round(pair["throughput_a"], 1), round(pair["cost_b"], 3)) == (114, 4613.1, 0.537)
    assert pair["verdict"] == pair["like_verdict"] == "MTP" and pair["like_engine"] == "trt"


VERDICTS = {
    "twice as much": (falling(2), falling(1), "MTP", "MTP"),
    "half as much": (falling(1), falling(2), "Off", "Off"),
    "the same": (falling(1), falling(1), "tied", "within interpolation error"),
    "crossing": ([(20, 1000), (100, 999)], falling(1), "depends on interactivity", None),
    "apart": (falling(1, 20, 40), falling(1, 50, 90), None, ""),
}


@pytest.mark.parametrize(("a", "b", "published", "like"), VERDICTS.values(), ids=VERDICTS.keys())
def test_verdicts(a, b, published, like):
    """Who is ahead, under both rule sets."""
    sweep = sweep_of({("m", "b200", "trt", "fp4", "mtp"): a, ("m", "b200", "trt", "fp4", "none"): b})
    pair = overview(sweep, find_pairs(sweep))[0].iloc[0]
    assert published is None or pair["verdict"] == published
    if like == "":
        assert pair["like_reason"] == "measured ranges do not meet" and pd.isna(pair["like_speedup"])
    assert not like or pair["like_verdict"] == like


def test_engines_that_disagree_are_said_to():
    """And without a common engine there is no like-for-like verdict but a reason."""
    method = {"mtp": {"trt": 2, "vllm": 0.5}, "none": {"trt": 1, "vllm": 1}}
    curves = {("m", "b200", e, "fp4", s): falling(k) for s, by in method.items() for e, k in by.items()}
    pair = overview(sweep_of(curves), find_pairs(sweep_of(curves), ["spec"]))[0].iloc[0]
    assert pair["like_verdict"] == "depends on engine" and pair["engines_a"] == ["trt", "vllm"]
    apart = sweep_of({("m", "b200", "trt", "fp4", "mtp"): falling(2), ("m", "b200", "vllm", "fp4", "none"): falling(1)})
    pair = overview(apart, find_pairs(apart, ["spec"]))[0].iloc[0]
    assert pair["verdict"] == "MTP" and pair["like_reason"] == "no common engine"


def test_a_pair_that_cannot_be_priced_does_not_stop_the_others():
    """The unknown GPU is named in the reason."""
    gpus = ("b200", "h100", "abacus", "h200")
    sweep = sweep_of({("m", gpu, "trt", "fp4", s): falling(k) for gpu in gpus for s, k in (("mtp", 2), ("none", 1))})
    table = overview(sweep, find_pairs(sweep, ["spec"]))[0].set_index("hardware")
    assert "no price for the GPU abacus" in table.loc["abacus", "reason"]
    assert (table.drop("abacus")["reason"] == "").all() and (table.drop("abacus")["speedup"].round(9) == 2).all()


def test_what_moved_since_a_previous_catalog(tmp_path):
    """Written, read back and compared: verdicts before and now, with the speed-ups; new and gone pairs."""

    def of(scale, gpu):
        curves = {
            ("m", g, "trt", "fp4", s): falling(k) for g in ("b200", gpu) for s, k in (("mtp", scale), ("none", 1))
        }
        sweep = sweep_of(curves)
        return overview(sweep, find_pairs(sweep, ["spec"]))

    before, engines = of(2, "h100")
    (tmp_path / "catalog.json").write_bytes(catalog_json(before, engines, {"source": "x"}, {}))
    read, now = read_catalog(tmp_path), of(0.5, "h200")[0]
    changes = what_changed(now, read)
    assert moves(changes) == [
        ("m, B200, FP4, 1k/1k: MTP vs Off", f"{rules}: MTP (2.00×) → Off (0.50×)")
        for rules in ("published", "like for like")
    ]
    assert (
        moved(changes, now, read) == "The verdict of 1 pair moved; 1 pair is in both catalogs, 1 is new and 1 is gone."
    )
    assert what_changed(before, read).empty


def test_the_record_keeps_every_number(real, tmp_path):
    """JSON unrounded and without NaN; CSV with one row per pair."""
    table, engines = real
    text = catalog_json(table, engines, {"source": "x"}, {})
    catalog = json.loads(text, parse_constant=lambda name: pytest.fail(name))
    for row, kept in zip(table.itertuples(), catalog["pairs"], strict=True):
        assert kept["speedup"] == row.speedup or (kept["speedup"] is None and math.isnan(row.speedup))
    assert {e["pair"] for e in catalog["engines"]} <= set(table["stem"])
    (tmp_path / "catalog.csv").write_bytes(catalog_csv(table))
    assert len(written := pd.read_csv(tmp_path / "catalog.csv")) == len(table)
    said = (ROOT / "data" / "README.md").read_text(encoding="utf-8").partition("## What a catalog leaves")[2]
    same = "like_(target|throughput_.|cost_.|speedup|band_to)"  # "`like_band_from` … `like_saving`"
    assert not [c for c in written if f"`{c}`" not in said and not re.fullmatch(same, c)]


def test_words_name_the_most_and_least_rewarding(real):
    """Three each, no pair in both; of three or fewer one list. Published rules are named, and clamped sides last."""
    table, _ = real
    (_, most), (_, least) = rewards(table)
    assert len(most) == len(least) == 3 and not set(most) & set(least)
    ((title, few),) = rewards(table[table["like_reason"] == ""].head(2))
    assert title == "The most rewarding first" and len(few) == 2
    published = table.assign(like_reason="compares engines")
    (_, most), (_, least) = rewards(published)
    assert all("by the published rules" in said and "clamped" not in said for said in most + least)
    assert headline(table) == f"DeepSeek R1: {len(table)} pairs" and str(len(table)) in summary(table)


HOSTILE = ["<img src=x onerror=alert(1)>", "](javascript:alert(1))", "</script><script>alert(1)</script>", "{{ 7*7 }}"]


def test_a_thousand_pairs_and_hostile_names():
    """The table has a row and a link for each; names stay text."""
    names = [*HOSTILE, *(f"model-{n}" for n in range(496))]
    curves = {
        (name, gpu, "trt", "fp4", s): falling(k, n=4)
        for n, name in enumerate(names)
        for gpu in ("b200", "h100")
        for s, k in (("mtp", 1 + n / 500), ("none", 1))
    }
    sweep = sweep_of(curves)
    table, _ = overview(sweep, find_pairs(sweep, ["spec"]))
    assert len(table) == 1000 and (table["reason"] == "").all() and table["stem"].is_unique
    linked = link_reports(table, "reports", failed=[[table["stem"].iloc[-1], "why"]])
    html = pairs_html(linked)
    assert html.count('<a href="reports/') == 999 and html.count('<th scope="row">') == 1000
    assert "<img" not in html and "<script" not in html and html.count("&lt;img src=x onerror=alert(1)&gt;") == 2
    rows = heat_rows(linked)
    assert len(rows) == 1000 and sum("href" in row for row in rows) == 999
    assert all(row["text of speedup"] == ratio(speedup) for row, speedup in zip(rows, table["speedup"], strict=True))


def test_sources_may_be_fsspec_urls(sample, tmp_path, monkeypatch):
    """memory:// here; s3:// and the like where their drivers are installed."""
    monkeypatch.setenv("SPECSWEEP_CACHE", str(tmp_path))
    fsspec.filesystem("memory").pipe_file("/sweep.csv", SAMPLE.read_bytes())
    assert read_sweep("memory://sweep.csv").equals(sample)
    assert read_sweep(f"file://{SAMPLE}").equals(sample)
    with pytest.raises(SweepError, match="cannot be fetched"):
        read_sweep("memory://nowhere.csv")
