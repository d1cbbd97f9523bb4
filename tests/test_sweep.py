"""A sweep is read as it is, or refused in one sentence."""

import http.server
import json
import os
import threading
import zipfile

import pytest

import dumps
from specsweep import SweepError, describe_source, load_sweep, read_sweep, write_sweep

HEADER = "model,hardware,framework,precision,spec_method,isl,osl,conc,tp,tput_per_gpu,median_intvty"
ROW = "m,b200,trt,fp4,mtp,1024,1024,8,4,100.5,50"


def write(folder, *lines, name="sweep.csv"):
    """A CSV file of these lines."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_sample(sample):
    """14 rows in file order, the layout under the API's names."""
    assert len(sample) == 14
    assert sample["conc"].tolist()[:3] == [512, 128, 64]
    assert sample["decode_tp"].tolist() == sample["prefill_tp"].tolist() and "tp" not in sample
    assert sample["decode_dp_attention"].dtype == bool


def test_every_real_row_is_read(real_sweep):
    """435 API rows, metrics as columns, nothing filled in."""
    assert len(real_sweep) == 435
    assert real_sweep["output_tput_per_gpu"].isna().sum() == 2
    assert (real_sweep["median_intvty"] * real_sweep["median_tpot"]).sub(1).abs().max() < 1e-9
    assert "metrics" not in real_sweep and real_sweep["median_ttft"].notna().all()


def test_extra_columns_survive_and_bom_and_crlf_do_no_harm(tmp_path):
    """What a spreadsheet writes."""
    path = tmp_path / "s.csv"
    path.write_bytes(b"\xef\xbb\xbf" + f"{HEADER},note\r\n{ROW},hello\r\n".encode())
    sweep = read_sweep(path)
    assert sweep.loc[0, "model"] == "m" and sweep.loc[0, "note"] == "hello"


BAD = {
    "missing column": ([HEADER.replace("conc,", ""), ROW.replace(",8,4", ",4")],
        "sweep.csv has no column conc; it has model"),
    "no measurement": ([HEADER.replace("median_intvty", "intvty"), ROW],
        "sweep.csv has no column median_intvty; it has"),
    "text in a number": ([HEADER, ROW, ROW.replace("100.5", "fast")],
        "row 3, column tput_per_gpu: 'fast' is not a number"),
    "empty number": ([HEADER, ROW.replace("100.5", "")], "row 2, column tput_per_gpu: an empty cell is not a number"),
    "NaN": ([HEADER, ROW.replace("100.5", "NaN")], "row 2, column tput_per_gpu: 'NaN' is not a number"),
    "comma": ([HEADER, ROW.replace("100.5", '"1,234.5"')],
        "row 2, .*'1,234.5' is not a number as it must be written: 1234.5"),
    "decimal comma": ([HEADER, ROW.replace("100.5", '"100,5"')],
        "row 2, .*'100,5' is not a number as it must be written"),
    "points for thousands": ([HEADER, ROW.replace("100.5", '"1.234,5"')], "'1.234,5' is not a number as it must be"),
    "negative": ([HEADER, ROW.replace("100.5", "-3")], "row 2, column tput_per_gpu: -3 is not a number above 0"),
    "infinite": ([HEADER, ROW.replace("100.5", "inf")], "row 2, column tput_per_gpu: inf is not a number above 0"),
    "zero interactivity": ([HEADER, ROW[:-2] + "0"], "row 2, column median_intvty: 0 is not a number above 0"),
    "half a request": ([HEADER, ROW.replace(",8,4", ",8.5,4")], "row 2, column conc: 8.5 is not a whole number"),
    "no model": ([HEADER, ROW[1:]], "row 2, column model: an empty cell is not a name"),
    "header only": ([HEADER], "sweep.csv has a header but no rows"),
    "ragged": ([HEADER, ROW, ROW + ",1,2,3"], "row 3: a line of 14 cells under a header of 11"),
    "all ragged": ([HEADER, ROW + ",1"], "row 2: a line of 12 cells under a header of 11"),
    "two columns of a name": ([HEADER + ",conc", ROW + ",9"], "sweep.csv has two columns named 'conc'"),
    "a column without name": ([HEADER + ",", ROW + ",9"], "sweep.csv: column 12 of the header has no name"),
    "open quote": ([HEADER, ROW.replace("m,", '"m,', 1)], "cannot be read as a CSV: line 2: unexpected end of data"),
    "wrong JSON": (['[{"model": "m",']  , "row 1: .* is cut short: the file ends inside it"),
    "JSON of something else": (['{"model": "m"}'], "row 1 is not of a kind known here; it has model"),
    "metrics that are none": (['[{"model": "m", "metrics": 3}]'],
        "row 1, column metrics: 3 is not an object of numbers"),
    "milliseconds": ([HEADER.replace("median_intvty", "median_tpot"), ROW],
        "median_tpot: 50 is over 1 s .* milliseconds"),
    "too fast": ([HEADER.replace("median_intvty", "median_tpot"), ROW[:-2] + "5e-5"],
        "5e-05 is under 0.1 ms .*divided by"),
    "rate of a server": ([HEADER, ROW[:-2] + "25000"], "median_intvty: 25000 is over 10000 tok/s/user"),
    "rate from milliseconds": ([HEADER, ROW[:-2] + "0.05"], "median_intvty: 0.05 is under 1 tok/s/user"),
    "not reciprocal": ([HEADER + ",median_tpot", ROW + ",0.03"], "median_intvty: 50 is not 1 / median_tpot"),
    "not the sum": ([HEADER + ",input_tput_per_gpu,output_tput_per_gpu", ROW + ",60,60"], "100.5 is not the sum of"),
}  # fmt: skip

SPARE = {
    "acceptance in percent": ("acceptance_rate", "63.5", "63.5 is not a number from 0 to 1"),
    "no latency": ("p99_ttft", "N/A", "'N/A' is not a number"),
    "an infinite latency": ("p99_ttft", "inf", "inf is not a number, zero or more"),
    "a share of tokens that spoils the sum": ("output_tput_per_gpu", "-40.5", "-40.5 is not a number, zero or more"),
}


@pytest.mark.parametrize(("lines", "message"), BAD.values(), ids=BAD.keys())
def test_strict_stops_at_the_first_bad_row_in_one_sentence(tmp_path, lines, message):
    """File, row, column, what was expected."""
    with pytest.raises(SweepError, match=message) as caught:
        read_sweep(write(tmp_path, *lines), strict=True)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("lines", "message"), BAD.values(), ids=BAD.keys())
def test_a_file_of_nothing_but_bad_rows_is_refused_as_well(tmp_path, lines, message):
    """Without `strict` too: a sweep without rows is no sweep."""
    lines = [line for line in lines if line != ROW or len(lines) == 1]
    with pytest.raises(SweepError) as caught:
        read_sweep(write(tmp_path, *lines))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("column", "value", "message"), SPARE.values(), ids=SPARE.keys())
def test_a_row_is_used_without_a_value_that_nothing_rests_on(tmp_path, column, value, message):
    """The value is set aside and said; `strict` stops there too."""
    header, row = f"{HEADER},{column},input_tput_per_gpu", f"{ROW},{{}},60"
    path = write(tmp_path, header, row.format(value), row.format("").replace(",8,4", ",16,4"))
    loaded = load_sweep(path)
    assert loaded.rows["conc"].tolist() == [8, 16] and loaded.total == 2
    assert column not in loaded.rows  # no row has it
    assert loaded.summary() == "All 2 rows used, and 1 single value set aside."
    (line,) = loaded.set_aside.itertuples()
    assert (line.row, line.column) == (2, column)
    assert f"{line.value} is {line.reason}" == f"{message}; the row is used without it"
    with pytest.raises(SweepError, match=f"row 2, column {column}: {message}"):
        read_sweep(path, strict=True)


def test_rows_set_aside_leave_no_trace_in_the_others(tmp_path):
    """Whole numbers and flags stay such where only a row that is not used lacks them."""
    path = write(tmp_path, f"{HEADER},disagg", f"{ROW},false", f"{ROW.replace(',8,4', ',,4')},")
    rows = load_sweep(path).rows
    assert rows["conc"].dtype == "int64" and rows["disagg"].dtype == "bool"
    write_sweep(rows, tmp_path / "again.csv")


def test_empty_and_absent_and_binary_files(tmp_path):
    """Each is told apart."""
    (tmp_path / "empty.csv").write_text(" \n")
    (tmp_path / "binary.csv").write_bytes(b"model,\xff\xfe\x00\x01\n")
    with pytest.raises(SweepError, match=r"empty\.csv is empty"):
        read_sweep(tmp_path / "empty.csv")
    with pytest.raises(SweepError, match=r"binary\.csv is not UTF-8"):
        read_sweep(tmp_path / "binary.csv")
    with pytest.raises(SweepError, match=r"there is no file .*nowhere\.csv"):
        read_sweep(tmp_path / "nowhere.csv")


def test_a_url_is_read_like_a_file(tmp_path):
    """The API's rows, served."""
    row = dict(zip(HEADER.split(","), ROW.split(","), strict=True)) | {"metrics": {"median_ttft": 0.2}}
    body = json.dumps([row]).encode()

    class Api(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Api) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sweep = read_sweep(f"http://127.0.0.1:{server.server_port}/api/v1/benchmarks?model=m")
        server.shutdown()
    assert sweep.loc[0, ["tput_per_gpu", "median_ttft"]].tolist() == [100.5, 0.2]


def test_provenance_names_the_bytes_and_the_note(tmp_path):
    """SHA-256 of the file, and what lies beside it as a note."""
    path = write(tmp_path, HEADER, ROW)
    assert describe_source(path)["note"] == ""
    (tmp_path / "sweep.note.txt").write_text("Made up.\n")
    about = describe_source(path)
    assert about["source"] == "sweep.csv" and about["note"] == "Made up." and len(about["sha256"]) == 64


def test_the_sample_says_it_is_a_reconstruction(tmp_path):
    """Whoever shows it shows this, beside other sources too."""
    assert "reconstruction, not a measurement" in describe_source("data/qwen3.5-b200-fp4-1k1k.csv")["note"]
    mix = describe_source(["data/qwen3.5-b200-fp4-1k1k.csv", write(tmp_path, HEADER, ROW)])
    assert "1k1k.csv: This sweep is a reconstruction, not a measurement" in mix["note"]


def test_provenance_covers_every_byte_of_a_source(tmp_path):
    """A folder, a zip and an archive in parts: any changed byte changes the digest, and a pipe is not waited for."""
    (tmp_path / "runs").mkdir()
    (tmp_path / "parts").mkdir()
    for name in ("a.csv", "b.csv"):
        write(tmp_path / "runs", HEADER, ROW.replace(",8,4", f",{1 if name < 'b' else 2},4"), name=name)
    os.mkfifo(tmp_path / "runs" / "c.csv")
    with zipfile.ZipFile(tmp_path / "runs.zip", "w") as archive:
        archive.write(tmp_path / "runs" / "a.csv", "a.csv")
    parts = dumps.parted(tmp_path / "parts", dumps.tables([dumps.row(conc=c) for c in range(1, 200)]), size=400)
    for source, last in {"runs": "runs/b.csv", "runs.zip": "runs.zip", str(parts[0]): str(parts[-1])}.items():
        before = describe_source(tmp_path / source)
        assert before == describe_source(tmp_path / source) and len(before["sha256"]) == 64
        with open(tmp_path / last, "ab") as out:
            out.write(b" ")
        assert describe_source(tmp_path / source)["sha256"] != before["sha256"]
    assert describe_source(tmp_path / "runs")["source"] == "runs (3 files)"
