"""The comparison gives the published page's figures and the public implementation's answers."""

import json

import numpy as np
import pytest

from specsweep import Side, SweepError, compare, compare_all
from specsweep.pick import default_sequence

GOLDEN = {
    "throughput": "throughput",
    "output_throughput": "output_throughput",
    "input_throughput": "input_throughput",
    "cost_per_mtok": "cost_usd_per_mtok",
    "cost_per_m_output": "output_cost_usd_per_mtok",
    "cost_per_m_input": "input_cost_usd_per_mtok",
    "tok_per_s_per_mw": "tok_per_s_per_mw",
}
SIDES = {"mtp": "MTP", "none": "Off"}


@pytest.fixture(scope="session")
def golden(sweep_data):
    """What the public page's own implementation answers, unrounded."""
    return json.loads((sweep_data / "golden" / "published-rules-dsr1-2026-06.json").read_text())


def pair(hardware, precision):
    """MTP against Off on one GPU and precision."""
    common = {"model": "dsr1", "hardware": hardware, "precision": precision}
    return Side("MTP", **common, spec_method="mtp"), Side("Off", **common, spec_method="none")


@pytest.fixture(scope="session")
def answers(golden, real_sweep):
    """All golden pairs compared in one pass."""
    cases = golden["cases"]
    pairs = [pair(c["hardware"], c["precision"]) for c in cases]
    return compare_all(real_sweep, pairs, sequence=[c["sequence"] for c in cases])


def test_every_golden_value_is_met(golden, answers):
    """40 pairs, all targets, all fields, within 1e-9 relative; concurrency rounded halves up."""
    checked = 0
    for case, answer in zip(golden["cases"], answers, strict=True):
        assert answer.band == (case["band"]["min"], case["band"]["max"])
        assert list(answer.targets) == case["default_targets"] == [row["target"] for row in case["rows"]]
        table = answer.table.set_index(["target", "side"])
        for row in case["rows"]:
            for side, label in SIDES.items():
                mine = table.loc[(row["target"], label)]
                if row[side] is None:
                    assert mine["status"] == "missing"
                    continue
                for theirs, ours in GOLDEN.items():
                    assert mine[ours] == pytest.approx(row[side][theirs], rel=1e-9, abs=0)
                assert np.floor(mine["concurrency"] + 0.5) == row[side]["concurrency"]
                checked += 1
    assert checked > 200


def test_the_default_sequence_of_every_golden_pair(golden, real_sweep):
    """The sequence the public page opens a pair on."""
    assert len(golden["default_sequence"]) > 5
    for case in golden["default_sequence"]:
        a, b = pair(case["hardware"], case["precision"])
        assert default_sequence(real_sweep, a, b) == case["sequence"]


def test_one_pair_is_the_case_of_one(golden, answers, real_sweep):
    """compare gives the very numbers compare_all gives."""
    for number in (0, 7, 23):
        case = golden["cases"][number]
        alone = compare(real_sweep, *pair(case["hardware"], case["precision"]), sequence=case["sequence"])
        assert alone.table.equals(answers[number].table)
        assert alone.knots.equals(answers[number].knots)


def test_a_target_outside_both_ranges_is_refused(sample, sample_sides):
    """Typing 500 tok/s/user names the ranges there are."""
    with pytest.raises(SweepError, match=r"500 tok/s/user lies outside .*39\.18–267\.7 and 40\.62–186\.4"):
        compare(sample, *sample_sides, targets=[77, 500])
