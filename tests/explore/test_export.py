"""What is shown comes out as files: rows with units, pictures of the same chart."""

import pandas as pd
import pytest

from specsweep import SweepError
from specsweep.explore.choices import facet_table, first_choice
from specsweep.explore.export import export, file_stem, unit_of
from specsweep.explore.view import view_of
from specsweep.metrics import BY_NAME


@pytest.fixture(scope="module")
def chosen(sample):
    """The sample's default choice."""
    return first_choice(facet_table(sample))


@pytest.fixture(scope="module")
def view(sample, chosen):
    """Cost against interactivity of the sample."""
    return view_of(sample, chosen, BY_NAME["median_intvty"], BY_NAME["cost_usd_per_mtok"])


def test_the_rows_carry_units_and_what_was_computed(view, sample, tmp_path):
    path = export("csv", view, tmp_path / "new", stem="rows", target=80.0)
    rows = pd.read_csv(path)
    assert rows["Cost ($/M tok)"].to_numpy() == pytest.approx(1.95 / (sample["tput_per_gpu"] * 3600 / 1e6))
    assert rows["tput_per_gpu (tok/s/GPU)"].tolist() == sample["tput_per_gpu"].tolist()
    assert {"conc (requests)", "isl (tokens)", "median_intvty (tok/s/user)", "on_frontier"} <= set(rows)


def test_a_hidden_series_is_not_exported(view, tmp_path):
    gone = view.series["label"].iloc[0]
    path = export("csv", view, tmp_path, stem="rows", hidden=[gone])
    assert len(pd.read_csv(path)) == len(view.points) - view.series["rows"].iloc[0]
    svg = export("svg", view, tmp_path, stem="chart", target=80.0, hidden=[gone]).read_text(encoding="utf-8")
    assert gone not in svg and view.series["label"].iloc[1] in svg


def test_pictures_show_the_part_that_is_looked_at(view, tmp_path):
    zoom = {"x": (60, 100), "y": (0, 1)}
    svg = export("svg", view, tmp_path, stem="chart", target=80.0, zoom=zoom).read_text(encoding="utf-8")
    assert ">100<" in svg and ">180<" not in svg
    assert export("png", view, tmp_path, stem="chart", target=80.0).read_bytes().startswith(b"\x89PNG")


def test_files_are_named_for_what_they_show(view, chosen):
    assert file_stem(view, chosen) == "qwen3.5-1k-1k-cost-vs-interactivity"


def test_units_of_columns():
    """Latencies are seconds, rates are per GPU or per user, and a name without a unit has none."""
    assert (unit_of("p99_ttft"), unit_of("output_tput_per_gpu"), unit_of("p99.9_intvty"), unit_of("framework")) == (
        "s", "tok/s/GPU", "tok/s/user", "",
    )  # fmt: skip


def test_another_kind_of_file_is_refused(view, tmp_path):
    with pytest.raises(SweepError, match="there are csv, png, svg"):
        export("pdf", view, tmp_path, stem="x")
