"""Files that the tools themselves wrote (tests/fixtures), against one server of known timing."""

import json
from pathlib import Path

import numpy as np
import pytest

from specsweep import SweepError, load_sweep, read_sweep

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
FACTS = {"hardware": "h100", "precision": "fp8", "framework": "vllm", "n_gpu": 1, "isl": 64, "osl": 32}
MTP = {**FACTS, "spec_method": "mtp", "model": "tiny-model"}
# Median TPOT of the server in s: its pace, a little more for each request in flight, seen through HTTP.
PACE = {"mtp": lambda conc: 0.002 + 0.0002 * conc, "off": lambda conc: 0.004 + 0.0002 * conc}


@pytest.mark.parametrize(
    ("source", "side", "facts"),
    [
        ("guidellm/mtp.json", "mtp", {}),
        ("guidellm/off.json", "off", {}),
        ("vllm/mtp.json", "mtp", {"framework": "vllm", "n_gpu": 1, "spec_method": "mtp"}),
        ("vllm/off.json", "off", {**FACTS, "spec_method": "none"}),
        ("sglang/mtp.jsonl", "mtp", {"hardware": "h100", "precision": "fp8"}),
        ("sglang/off.jsonl", "off", {"hardware": "h100", "precision": "fp8"}),
        ("aiperf/mtp", "mtp", MTP),
        ("aiperf/off", "off", {**MTP, "spec_method": "none"}),
        ("llmd/mtp-*.yaml", "mtp", MTP),
        ("llmd/off-*.yaml", "off", {**MTP, "spec_method": "none"}),
    ],
)
def test_every_tool_sees_the_servers_pace(source, side, facts):
    """The median TPOT is the server's to a quarter, also where three tokens come at once."""
    rows = read_sweep(FIXTURES / source, **facts)
    assert len(rows) >= 1 and set(rows["isl"]) == {64} and set(rows["osl"]) == {32}
    assert rows["median_tpot"].to_numpy() == pytest.approx(PACE[side](rows["conc"].to_numpy()), rel=0.25)
    assert (rows["median_intvty"] * rows["median_tpot"]).to_numpy() == pytest.approx(np.ones(len(rows)))
    assert rows["input_tput_per_gpu"].to_numpy() == pytest.approx(2 * rows["output_tput_per_gpu"].to_numpy(), rel=1e-6)
    assert rows["median_ttft"].between(0.03, 0.05).all()
    if "median_e2el" in rows:
        assert rows["median_e2el"].between(0.09, 0.25).all()


def test_four_tools_agree_on_one_server():
    """At two requests in flight, to 3 %; a gap between chunks would be three times as long."""
    sources = {
        "guidellm/mtp.json": {},
        "vllm/mtp.json": {"framework": "vllm", "n_gpu": 1, "spec_method": "mtp"},
        "sglang/mtp.jsonl": {"hardware": "h100", "precision": "fp8"},
        "aiperf/mtp": MTP,
    }
    seen = []
    for source, facts in sources.items():
        rows = read_sweep(FIXTURES / source, **facts)
        seen.append(rows.loc[rows["conc"] == 2, "median_intvty"].median())
    assert max(seen) / min(seen) < 1.03


def test_guidellm_numbers_are_the_reports():
    """Rates per GPU, milliseconds in seconds, latency in seconds as it is; rates have a measured concurrency."""
    report = json.loads((FIXTURES / "guidellm/mtp.json").read_text())
    metrics = report["benchmarks"][1]["metrics"]
    row = read_sweep(FIXTURES / "guidellm/mtp.json", n_gpu=4).iloc[1]
    assert row["tput_per_gpu"] == metrics["tokens_per_second"]["successful"]["mean"] / 4
    assert row["median_tpot"] == metrics["inter_token_latency_ms"]["successful"]["median"] / 1000
    assert (
        row["median_tpot"] < metrics["time_per_output_token_ms"]["successful"]["median"] / 1000
    )  # has the first token
    assert row["median_e2el"] == metrics["request_latency"]["successful"]["median"]
    rates = read_sweep(FIXTURES / "guidellm/rates.json")
    assert rates["conc"].tolist() == [1, 16, 2] and rates["conc_measured"].tolist()[1] == pytest.approx(16.3, abs=0.1)


def test_vllm_metadata_are_facts_and_acceptance_is_a_share():
    """`--metadata gpu=H100 tp=2 precision=fp8` is read; a tensor-parallel size alone settles no number of GPUs."""
    with pytest.raises(SweepError, match=r"mtp\.json does not say framework, spec_method, n_gpu; give it"):
        read_sweep(FIXTURES / "vllm/mtp.json")
    rows = read_sweep(FIXTURES / "vllm/mtp.json", framework="vllm", n_gpu=2, spec_method="mtp")
    assert set(rows["hardware"]) == {"h100"} and set(rows["decode_tp"]) == {2} and set(rows["date"]) == {"2026-11-24"}
    assert rows["acceptance_rate"].tolist() == pytest.approx([20 / 33] * 3)
    assert rows["acceptance_length"].tolist() == pytest.approx([31 / 11] * 3)


def test_a_vllm_sweep_folder_is_read_once():
    """The summaries have every run; which file says what is told, and the side comes from a pattern of folder names."""
    loaded = load_sweep(FIXTURES / "vllm/sweep", **{**FACTS, "spec_method": "none"})
    assert len(loaded.rows) == 8 and sorted(loaded.rows["run_number"]) == [0, 0, 0, 0, 1, 1, 1, 1]
    assert loaded.set_aside["file"].tolist()[0] == "summary.csv" and len(loaded.set_aside) == 5
    assert set(loaded.set_aside["reason"].iloc[1:]) == {"its record is in summary.json, which is read"}
    assert loaded.summary() == "All 8 rows used, and 5 files not read."


def test_sglang_infinity_is_no_obstacle_and_its_server_says_who_it_is():
    """`"request_rate": Infinity` is not JSON, but what the tool writes."""
    assert "Infinity" in (FIXTURES / "sglang/mtp.jsonl").read_text()
    rows = read_sweep(FIXTURES / "sglang/mtp.jsonl", hardware="h100", precision="fp8")
    assert set(rows["framework"]) == {"sglang"} and set(rows["spec_method"]) == {"eagle"} and set(rows["n_gpu"]) == {1}
    assert rows["conc_measured"].tolist() == pytest.approx([1, 2, 4], rel=0.05)


def test_aiperf_repetitions_are_rows_and_a_sweep_alone_has_its_intervals():
    """With the runs' own files there, what sums them up is not read twice; alone it is a mean with an interval."""
    loaded = load_sweep(FIXTURES / "aiperf/mtp", **MTP)
    assert loaded.rows["conc"].tolist() == [2, 4, 2, 4]
    assert len(loaded.set_aside) == 6 and loaded.set_aside["row"].isna().all()
    means = read_sweep(FIXTURES / "aiperf/mtp/aggregate/sweep_aggregate", **MTP)
    assert means["runs"].tolist() == [2, 2]
    for column in ("tput_per_gpu", "median_tpot"):
        by_conc = loaded.rows.groupby("conc")[column].mean()
        assert means[column].to_numpy() == pytest.approx(by_conc.to_numpy(), rel=1e-9)
        assert (means[f"{column}_ci_low"] < means[column]).all() and (means[f"{column}_ci_high"] > means[column]).all()
    one = read_sweep(FIXTURES / "aiperf/mtp/aggregate/concurrency_2", **MTP)
    assert one["tput_per_gpu"].tolist() == means["tput_per_gpu"].tolist()[:1]


def test_an_aiperf_csv_is_its_json_rounded():
    """Two decimals of a millisecond; model and concurrency are not in it."""
    run = FIXTURES / "aiperf/mtp/profile_runs/trial_0001/concurrency_2"
    with pytest.raises(
        SweepError, match="does not say model, hardware, framework, precision, spec_method, conc, n_gpu"
    ):
        read_sweep(run / "profile_export_aiperf.csv")
    rounded = read_sweep(run / "profile_export_aiperf.csv", conc=2, **MTP).iloc[0]
    exact = read_sweep(run / "profile_export_aiperf.json", **MTP).iloc[0]
    for column in ("tput_per_gpu", "output_tput_per_gpu", "median_tpot", "median_ttft", "median_e2el"):
        assert rounded[column] == pytest.approx(exact[column], rel=0.005)


def test_an_llmd_report_is_the_report_it_was_made_from():
    """Converted by llm-d's own converter, read here: the same numbers."""
    converted = read_sweep(FIXTURES / "llmd/mtp-*.yaml", **MTP)
    original = read_sweep(FIXTURES / "guidellm/mtp.json")
    for column in (
        "conc",
        "tput_per_gpu",
        "output_tput_per_gpu",
        "median_tpot",
        "median_ttft",
        "median_e2el",
        "p99_ttft",
    ):
        assert converted[column].to_numpy() == pytest.approx(original[column].to_numpy(), rel=1e-9), column
    older = read_sweep(FIXTURES / "llmd/v0.1", conc=2, **MTP)
    assert older["tput_per_gpu"].tolist() == original["tput_per_gpu"].tolist()[1:2]


def test_strict_minds_rows_not_files_that_repeat(tmp_path):
    """A folder of `bench sweep` is fine; a row that cannot be used is not."""
    assert len(read_sweep(FIXTURES / "vllm/sweep", strict=True, **{**FACTS, "spec_method": "none"})) == 8
