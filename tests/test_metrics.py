"""Every metric's number is what its formula gives by hand; missing stays missing."""

import numpy as np
import pandas as pd
import pytest

from specsweep import SweepError
from specsweep.metrics import ALL, AXES, BY_NAME, MORE, values_of

ROW = {
    "hardware": "b200", "conc": 64,
    "tput_per_gpu": 2500.0, "output_tput_per_gpu": 500.0, "input_tput_per_gpu": 2000.0, "median_intvty": 80.0,
    "median_ttft": 0.25, "p90_ttft": 0.5, "p99_ttft": 0.75, "median_e2el": 12.5, "p99_e2el": 20.0,
    "avg_power_w": 700.0, "joules_per_total_token": 0.28, "joules_per_output_token": 1.4,
    "joules_per_input_token": 0.35,
}  # fmt: skip
# By hand, with $3.60 per GPU-hour and 2 kW: 2500 tok/s are 9 million tokens an hour.
BY_HAND = {
    "throughput": 2500.0,
    "output_throughput": 500.0,
    "input_throughput": 2000.0,
    "cost_usd_per_mtok": 0.40,
    "output_cost_usd_per_mtok": 2.00,
    "input_cost_usd_per_mtok": 0.50,
    "tok_per_s_per_mw": 1_250_000.0,
    "output_tok_per_s_per_mw": 250_000.0,
    "input_tok_per_s_per_mw": 1_000_000.0,
    "joules_per_token": 0.8,
    "output_joules_per_token": 4.0,
    "input_joules_per_token": 1.0,
    "concurrency": 64.0,
    "avg_power_w": 700.0,
    "joules_per_total_token": 0.28,
    "joules_per_output_token": 1.4,
    "joules_per_input_token": 0.35,
    "median_intvty": 80.0,
    "median_ttft": 0.25,
    "p90_ttft": 0.5,
    "p99_ttft": 0.75,
    "median_e2el": 12.5,
    "p99_e2el": 20.0,
}
OWN = {"usd_per_gpu_hour": 3.6, "kw_per_gpu": 2.0}


@pytest.mark.parametrize("metric", [*ALL, *MORE, *AXES], ids=lambda metric: metric.name)
def test_a_metric_is_what_its_formula_gives_by_hand(metric):
    assert values_of(metric, pd.DataFrame([ROW]), OWN).tolist() == pytest.approx([BY_HAND[metric.name]], rel=1e-12)


def test_each_price_tier_of_each_book_prices_a_row():
    """B200 at 2500 tok/s/GPU: 9 million tokens for the price of one GPU-hour."""
    sweep = pd.DataFrame([ROW])
    for book, hourly in (("2026-04", (1.95, 2.34, 2.90)), ("2026-08", (1.73, 2.07, 2.60))):
        for tier, price in zip(("hyperscaler", "neocloud", "rental"), hourly, strict=True):
            cost = values_of(BY_NAME["cost_usd_per_mtok"], sweep, book, tier)
            assert cost.tolist() == pytest.approx([price / 9])


def test_ones_own_price_leaves_the_power_of_the_book():
    sweep, prices = pd.DataFrame([ROW]), "2026-04, usd_per_gpu_hour=9"
    assert values_of(BY_NAME["cost_usd_per_mtok"], sweep, prices).tolist() == pytest.approx([1.0])
    assert values_of(BY_NAME["tok_per_s_per_mw"], sweep, prices).tolist() == pytest.approx([2500 * 1000 / 2.17])
    with pytest.raises(SweepError, match="not usd"):
        values_of(BY_NAME["cost_usd_per_mtok"], sweep, "2026-04, usd=9")


@pytest.mark.parametrize("metric", [*ALL, *MORE, *AXES], ids=lambda metric: metric.name)
def test_missing_stays_missing(metric):
    """Without its column, with an empty cell or (as a divisor) a zero, a metric has no value; never a stand-in."""
    bare = pd.DataFrame([{"hardware": "b200"}])
    assert np.isnan(values_of(metric, bare, OWN)).all()
    blank = pd.DataFrame([{key: np.nan if key != "hardware" else "b200" for key in ROW}])
    assert np.isnan(values_of(metric, blank, OWN)).all()
    if "cost" in metric.name or "joules_per_token" in metric.name:
        zero = pd.DataFrame([ROW | {"tput_per_gpu": 0.0, "output_tput_per_gpu": 0.0, "input_tput_per_gpu": 0.0}])
        assert np.isnan(values_of(metric, zero, OWN)).all()


def test_every_metric_says_unit_formula_and_direction():
    for metric in (*ALL, *MORE, *AXES):
        assert metric.label and metric.unit and metric.formula and metric.better in ("higher", "lower", "")
    names = [metric.name for metric in (*ALL, *MORE, *AXES)]
    assert len(names) == len(set(names)) == len(BY_NAME)


def test_measured_metrics_of_the_real_data_agree_with_the_formulas(real_sweep):
    """The sweep's own joules are its watts over its throughput, on aggregated rows."""
    rows = real_sweep[real_sweep["avg_power_w"].notna() & ~real_sweep["disagg"]]
    joules = rows["avg_power_w"] / rows["tput_per_gpu"]
    assert len(rows) > 10
    assert joules.to_numpy() == pytest.approx(values_of(BY_NAME["joules_per_total_token"], rows), rel=0.02)
