"""Vega comes out of the environment, the same every time, and pictures lose nothing on being packed."""

import base64

import altair as alt
import pandas as pd
import pytest
import vl_convert

from specsweep.sharing.vega import VEGALITE_VERSION, compiled, page_library, picture

FARTHEST = """async urls => {
    const [a, b] = await Promise.all(urls.map(async url => {
        const image = new Image();
        image.src = url;
        await image.decode();
        const canvas = Object.assign(document.createElement("canvas"), {width: image.width, height: image.height});
        canvas.getContext("2d").drawImage(image, 0, 0);
        return canvas.getContext("2d").getImageData(0, 0, image.width, image.height).data;
    }));
    return a.length === b.length ? a.reduce((far, value, i) => Math.max(far, Math.abs(value - b[i])), 0) : 255;
}"""


def spec(colours):
    """A scatter of as many colours as one likes."""
    rows = pd.DataFrame({"x": range(colours), "y": [i % 7 for i in range(colours)], "c": range(colours)})
    return alt.Chart(rows).mark_circle(size=90).encode(x="x", y="y", color="c:O").to_dict()


@pytest.mark.parametrize("colours", [3, 40])
def test_a_packed_picture_looks_the_same(browser, colours):
    """Another decoder, the browser's, sees the same pixels up to the last bits of blurred edges."""
    plain = vl_convert.vegalite_to_png(spec(colours), vl_version=VEGALITE_VERSION, scale=2)
    packed = picture(spec(colours))
    assert len(packed) < len(plain) / 3
    page = browser.new_page()
    urls = [f"data:image/png;base64,{base64.b64encode(png).decode()}" for png in (plain, packed)]
    assert page.evaluate(FARTHEST, urls) <= 7
    page.close()


def test_the_library_is_the_same_every_time_and_names_no_address(tmp_path, monkeypatch):
    """Bundled afresh or read from the cache; nothing in it could be loaded from a network."""
    script = page_library()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    page_library.__globals__["bundle"].cache_clear()
    assert page_library() == script and list(tmp_path.rglob("*.js"))
    assert "https://" not in script and "import(" not in script and "vegaEmbed" not in script


def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path, monkeypatch):
    """A home that is read-only, or a file, stops no report."""
    script = page_library()
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    page_library.__globals__["bundle"].cache_clear()
    assert page_library() == script


def test_a_compiled_chart_is_vega():
    """The page needs no Vega-Lite."""
    assert compiled(spec(3))["$schema"].split("/")[-2] == "vega"
