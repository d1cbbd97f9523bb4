"""The explorer's chart carries the points, the very curves, and says what each point is."""

import pytest
import vl_convert

from specsweep.explore.choices import SEVERAL, facet_table, first_choice
from specsweep.explore.declutter import placed
from specsweep.explore.scatter import scatter, scatter_still
from specsweep.explore.scatter_rows import SIZE, scatter_data, scatter_marks
from specsweep.explore.view import default_target, read_at, view_of
from specsweep.metrics import AXES, BY_NAME
from specsweep.sharing.vega import VEGALITE_VERSION


@pytest.fixture(scope="module")
def view(real_sweep):
    """Eight series of B200 at FP8."""
    chosen = first_choice(facet_table(real_sweep), sequence="1k/1k", hardware="b200", precision="fp8")
    return view_of(real_sweep, chosen, BY_NAME["median_intvty"], BY_NAME["throughput"])


def fields(spec):
    """Every data field that the layers encode, by dataset."""
    found = {}
    for layer in spec["layer"]:
        for channel in layer["encoding"].values():
            for part in channel if isinstance(channel, list) else [channel]:
                if "field" in part:
                    found.setdefault(layer["data"]["name"], set()).add(part["field"])
    return found


def test_every_encoded_field_is_in_the_data(view):
    data = scatter_data(view, labels=True) | scatter_marks(view, 60.0)
    for name, wanted in fields(scatter(view.x, view.y)).items():
        assert wanted <= set(data[name][0]), name


def test_a_point_tells_engine_image_date_concurrency_layout_ttft_and_run(view):
    by_run = {row["run"]: row for row in scatter_data(view)["points"]}
    row = view.points.iloc[0]
    told = by_run[row["run_url"]]
    assert told["image"] == row["image"] and told["date"] == row["date"]
    assert "TP" in told["layout"] and told["engine"] and told["ttft"] and told["concurrency"]


def test_only_web_addresses_become_links(view):
    points = view.points.assign(run_url="javascript:alert(1)")
    rows = scatter_data(type(view)(view.x, view.y, view.rows, (), points, view.series, view.knots))["points"]
    assert all(row["run"] is None for row in rows)


def test_the_readings_lie_where_the_ranked_table_says(view):
    target = default_target(view)
    read = read_at(view, target)
    reads = scatter_marks(view, target)["reads"]
    assert [r["y"] for r in reads] == read.loc[read["status"] != "outside", "y"].tolist()
    assert {r["x"] for r in reads} == {target}


@pytest.mark.parametrize("x", AXES, ids=lambda m: m.name)
@pytest.mark.parametrize("log", [False, True], ids=["linear", "log"])
def test_the_still_is_drawn_on_every_axis(real_sweep, x, log):
    """Vega itself draws it: the axis titles are there, and a symbol for every point drawn."""
    chosen = first_choice(facet_table(real_sweep), sequence="1k/1k", hardware="b200", precision="fp8")
    view = view_of(real_sweep, chosen, x, BY_NAME["cost_usd_per_mtok"])
    still = scatter_still(view, default_target(view), log_x=log, log_y=log)
    svg = vl_convert.vegalite_to_svg(still, vl_version=VEGALITE_VERSION)
    assert x.title in svg and "Cost ($/M tok)" in svg
    assert svg.count("Series: B200") == len(view.points)
    assert "NaN" not in svg


def test_a_hidden_series_is_in_neither_data_nor_legend(view):
    gone = view.series["label"].iloc[0]
    still = scatter_still(view, 60.0, hidden=[gone])
    assert gone not in {row["label"] for rows in still["datasets"].values() for row in rows}
    assert gone not in still["layer"][-1]["encoding"]["stroke"]["scale"]["domain"]


def test_labels_overlap_neither_each_other_nor_the_frame(real_sweep):
    chosen = first_choice(facet_table(real_sweep), sequence="8k/1k") | {facet: () for facet in SEVERAL}
    view = view_of(real_sweep, chosen, BY_NAME["median_intvty"], BY_NAME["throughput"])
    rows = view.points.assign(tag="1×TP8 EP8 → 2×TP16")
    places = placed(rows, *SIZE, log_y=True)
    assert 3 < sum(place is not None for place in places) < len(places)
    assert all(view.points["on_frontier"].iloc[i] for i, place in enumerate(places) if place)
