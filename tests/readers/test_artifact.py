"""CI artifacts of InferenceX, with the names they had over time."""

import json
import zipfile

import pandas as pd
import pytest

from specsweep import SweepError, load_sweep, read_sweep

AGG = {
    "hw": "b200-nvd", "conc": 4, "image": "lmsysorg#sglang:v0.5", "model": "nvidia/DeepSeek-R1-0528-FP4",
    "infmax_model_prefix": "dsr1", "framework": "sglang", "precision": "fp4", "spec_decoding": "none",
    "disagg": False, "is_multinode": False, "isl": 1024, "osl": 8192, "tp": 8, "ep": 4, "dp_attention": "true",
    "tput_per_gpu": 300.0, "output_tput_per_gpu": 200.0, "input_tput_per_gpu": 100.0,
    "median_tpot": 0.02, "median_intvty": 50.0, "median_ttft": 0.1, "pp": 1,
}  # fmt: skip


def read(folder, name="agg.json", strict=False, **changes):
    """The row of one artifact; a name set to None is left out."""
    record = {k: v for k, v in {**AGG, **changes}.items() if v is not None}
    (folder / name).write_text(json.dumps(record))
    return read_sweep(folder / name, strict=strict).iloc[0]


def test_a_single_node_run(tmp_path):
    """Both phases have the engine's layout; extra numbers stay."""
    row = read(tmp_path)
    layout = ["prefill_tp", "prefill_ep", "decode_tp", "decode_ep", "num_prefill_gpu", "num_decode_gpu"]
    assert row[layout].tolist() == [8, 4, 8, 4, 32, 32]
    assert row["prefill_dp_attention"] and row["decode_dp_attention"] and not row["disagg"]
    assert row["image"] == "lmsysorg/sglang:v0.5" and row["pp"] == 1
    assert row[["isl", "osl", "conc", "tput_per_gpu", "median_ttft"]].tolist() == [1024, 8192, 4, 300.0, 0.1]


NAMES = {
    "runner before the GPU": ({"hw": "cluster:MI355X-amd_0"}, "hardware", "mi355x"),
    "old name of TensorRT-LLM": ({"framework": "trtllm"}, "framework", "trt"),
    "the same under Dynamo": ({"framework": "dynamo-trtllm"}, "framework", "dynamo-trt"),
    "old name of Mori": ({"framework": "sglang-disagg"}, "framework", "mori-sglang"),
    "NVFP4": ({"precision": "nvfp4"}, "precision", "fp4"),
    "MXFP4": ({"precision": "MXFP4"}, "precision", "fp4"),
    "FP8 in blocks": ({"precision": "fp8block"}, "precision", "fp8"),
    "no method": ({"spec_decoding": ""}, "spec_method", "none"),
    "null method": ({"spec_decoding": None}, "spec_method", "none"),
    "a method in capitals": ({"spec_decoding": "MTP"}, "spec_method", "mtp"),
    "mtp on, before there was a method": ({"spec_decoding": None, "mtp": "on"}, "spec_method", "mtp"),
    "mtp off": ({"spec_decoding": None, "mtp": "off"}, "spec_method", "none"),
    "a model's alias": ({"infmax_model_prefix": "gptoss"}, "model", "gptoss120b"),
    "an alias with a precision": ({"infmax_model_prefix": "dsv4pro-fp4-mtp"}, "model", "dsv4"),
    "another key for the prefix": ({"infmax_model_prefix": None, "model_prefix": "qwen3.5"}, "model", "qwen3.5"),
    "no prefix": ({"infmax_model_prefix": None}, "model", "nvidia/DeepSeek-R1-0528-FP4"),
    "Dynamo is disaggregated unless it says not": ({"framework": "dynamo-sglang", "disagg": None}, "disagg", True),
    "it says not": ({"framework": "dynamo-sglang", "disagg": "false"}, "disagg", False),
    "Mori always is": ({"framework": "mori-sglang", "disagg": False}, "disagg", True),
    "decode workers": ({"decode_num_workers": 2}, "disagg", True),
    "text for true": ({"is_multinode": "True"}, "is_multinode", True),
}


@pytest.mark.parametrize(("changes", "column", "value"), NAMES.values(), ids=NAMES.keys())
def test_names_are_settled(tmp_path, changes, column, value):
    """Those of the API."""
    changes = {**changes, "output_tput_per_gpu": None, "input_tput_per_gpu": None}  # their sum depends on the layout
    assert read(tmp_path, **changes)[column] == value


def test_a_disaggregated_run_has_two_layouts(tmp_path):
    """And its total is of all GPUs."""
    row = read(
        tmp_path, tp=None, ep=None, dp_attention=None, disagg=True, is_multinode=True, prefill_tp=4, prefill_ep=4,
        prefill_dp_attention=True, prefill_num_workers=3, decode_tp=16, decode_ep=16, decode_dp_attention="false",
        decode_num_workers=1, num_prefill_gpu=12, num_decode_gpu=16, tput_per_gpu=(100 * 12 + 200 * 16) / 28,
    )  # fmt: skip
    assert row["prefill_dp_attention"] and not row["decode_dp_attention"]
    assert row[["prefill_tp", "decode_tp", "prefill_num_workers", "num_decode_gpu"]].tolist() == [4, 16, 3, 16]


def test_old_files_have_their_sequence_in_their_name(tmp_path):
    """`_8k1k_`."""
    row = read(tmp_path, "dsr1_8k1k_fp4_sglang_tp8_conc4.json", isl=None, osl=None)
    assert row[["isl", "osl"]].tolist() == [8192, 1024]
    with pytest.raises(SweepError, match="column isl: an empty cell is not a number"):
        read(tmp_path, "nothing.json", isl=None, osl=None)


def test_what_is_no_point_is_set_aside(tmp_path):
    """Failed runs and agentic ones in the list of a whole run, beside the good."""
    failed = AGG | {"conc": 8, "num_requests_successful": 0, "num_requests_total": 80, "tput_per_gpu": None}
    agentic = AGG | {"conc": 16, "scenario_type": "agentic-coding", "isl": None, "osl": None}
    nameless = AGG | {"conc": 32, "hw": ""}
    worded = AGG | {"conc": 64, "tput_per_gpu": "300 tok/s"}
    (tmp_path / "agg_bmk.json").write_text(json.dumps([AGG, failed, agentic, nameless, worded]))
    loaded = load_sweep(tmp_path / "agg_bmk.json")
    assert loaded.rows["conc"].tolist() == [4] and loaded.summary() == "4 of 5 rows set aside."
    assert loaded.set_aside[["row", "column", "value", "reason"]].astype(object).fillna("").to_numpy().tolist() == [
        [2, "num_requests_successful", "0", "the requests of a failed run"],
        [3, "scenario_type", "'agentic-coding'", "a run without fixed input and output lengths"],
        [4, "hardware", "", "an empty cell is not a name"],
        [5, "tput_per_gpu", "'300 tok/s'", "not a number"],
    ]


def test_a_folder_of_zips_beside_the_whole_runs_list(tmp_path):
    """As the CI keeps them: the list repeats the single files, which is told."""
    for conc in (4, 8):
        with zipfile.ZipFile(tmp_path / f"bmk_conc{conc}.zip", "w") as archive:
            archive.writestr(f"agg_conc{conc}.json", json.dumps(AGG | {"conc": conc, "tput_per_gpu": 300.0}))
    with zipfile.ZipFile(tmp_path / "results_bmk.zip", "w") as archive:
        archive.writestr("agg_bmk.json", json.dumps([AGG | {"conc": c} for c in (4, 8, 16)]))
    loaded = load_sweep(tmp_path)
    assert sorted(loaded.rows["conc"]) == [4, 8, 16]
    reasons = set(loaded.set_aside["reason"])
    assert reasons == {f"a repetition of row 1 of bmk_conc{c}.zip/agg_conc{c}.json" for c in (4, 8)}


def test_artifacts_and_the_api_tell_the_same(tmp_path):
    """The same run as the API has it."""
    config = {
        k: v for k, v in AGG.items() if k in ("conc", "framework", "precision", "disagg", "is_multinode", "isl", "osl")
    }
    sizes = {f"{p}_{k}": v for p in ("prefill", "decode") for k, v in {"tp": 8, "ep": 4, "dp_attention": True}.items()}
    sizes |= {"prefill_num_workers": 0, "decode_num_workers": 0, "num_prefill_gpu": 32, "num_decode_gpu": 32}
    metrics = {k: v for k, v in AGG.items() if k.startswith(("tput", "output_", "input_", "median_")) or k == "pp"}
    row = {
        "hardware": "b200",
        "model": "dsr1",
        "spec_method": "none",
        **config,
        **sizes,
        "image": "lmsysorg/sglang:v0.5",
    }
    (tmp_path / "api.json").write_text(json.dumps([row | {"metrics": metrics}]))
    api = read_sweep(tmp_path / "api.json")
    artifact = read(tmp_path).to_frame().T.infer_objects()
    pd.testing.assert_frame_equal(artifact[api.columns].reset_index(drop=True), api, check_dtype=False)
