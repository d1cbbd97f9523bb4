"""Files that lie, break off, explode or are no files: one sentence, bounded memory, nothing written."""

import io
import json
import os
import threading
import tracemalloc
import zipfile

import pytest

from specsweep import SweepError, load_sweep, read_sweep
from specsweep.reading import jsonscan, jsonstream

GOOD = {
    "model": "m", "hardware": "b200", "framework": "trt", "precision": "fp4", "spec_method": "mtp", "isl": 1024,
    "osl": 1024, "conc": 8, "metrics": {"tput_per_gpu": 100.0, "median_intvty": 50.0},
}  # fmt: skip
CSV = "model,hardware,framework,precision,spec_method,isl,osl,conc,tput_per_gpu,median_intvty\n"
LINE = "m,b200,trt,fp4,mtp,1024,1024,8,100,50\n"


def good(**changes):
    return json.dumps({**GOOD, **changes})


def put(folder, name, data):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def refused(source, match, **options):
    """The error, which is one sentence on one line."""
    with pytest.raises(SweepError, match=match) as caught:
        read_sweep(source, **options)
    assert str(caught.value).isprintable() and len(str(caught.value)) <= 1000
    return str(caught.value)


DAMAGED_ROWS = {
    "infinity": (good(metrics={"tput_per_gpu": float("inf"), "median_intvty": 50.0}), "inf is not a number above 0"),
    "not a number": (
        good(metrics={"tput_per_gpu": float("nan"), "median_intvty": 50.0}),
        "an empty cell is not a number",
    ),
    "text with a comma": (
        good(metrics={"tput_per_gpu": "1,234.5", "median_intvty": 50}),
        "'1,234.5' is not a number as",
    ),
    "a key twice": (good().replace('"conc": 8', '"conc": 8, "conc": 16'), "the key 'conc' is given twice"),
    "a metric twice": (
        good().replace('"tput_per_gpu"', '"tput_per_gpu": 900.0, "tput_per_gpu"'),
        "'tput_per_gpu' is given",
    ),
    "a number of many digits": (good(conc=1).replace('"conc": 1', '"conc": 1' + "0" * 400), "is not a number"),
    "a number too large": (
        good(metrics={"tput_per_gpu": 1}).replace('": 1}', '": 1e999}'),
        "is not a number above 0|empty",
    ),
    "a list": ("[1, 2]", "is not a JSON object"),
    "a number": ("17", "is not a JSON object"),
    "metrics of text": (good(metrics="x"), "'x' is not an object of numbers"),
    "nested metrics": (good(metrics={"tput_per_gpu": {"a": 1}, "median_intvty": 50}), "is not a number"),
    "true for a number": (good(metrics={"tput_per_gpu": True, "median_intvty": 50}), "True is not a number"),
    "a broken record": ('{"model": oops}', "not valid JSON"),
}


@pytest.mark.parametrize(("row", "reason"), DAMAGED_ROWS.values(), ids=DAMAGED_ROWS.keys())
def test_a_damaged_row_is_set_aside_and_its_neighbours_are_not(tmp_path, row, reason):
    """With its number; `strict` stops there."""
    path = put(tmp_path, "rows.json", f"[{good()},\n{row},\n{good(conc=16)}]")
    loaded = load_sweep(path)
    assert loaded.rows["conc"].tolist() == [8, 16]
    (line,) = loaded.set_aside.itertuples()
    assert line.row == 2 and loaded.total == 3
    refused(path, f"rows.json, row 2.*({reason})", strict=True)


@pytest.mark.parametrize("cut", [1, 30, 200, 260])
def test_a_file_cut_short_keeps_its_whole_rows_and_says_so(tmp_path, cut):
    """What was lost is listed."""
    text = f"[{good()},{good(conc=16)},{good(conc=32)}]"
    loaded = load_sweep(put(tmp_path, "cut.json", text[:-cut]))
    assert 1 <= len(loaded.rows) <= 3 and len(loaded.set_aside) == 1
    assert "cut short" in loaded.set_aside.loc[0, "reason"]


def test_jsonl_and_appended_records(tmp_path):
    """With blank lines, Windows line ends, and a damaged line between."""
    rows = [good(conc=c) for c in (1, 2, 4)]
    assert read_sweep(put(tmp_path, "a.jsonl", "\r\n".join(rows)))["conc"].tolist() == [1, 2, 4]
    assert read_sweep(put(tmp_path, "b.json", "".join(rows)))["conc"].tolist() == [1, 2, 4]
    assert (
        read_sweep(put(tmp_path, "c.json", "\n\n".join(json.dumps(json.loads(r), indent=1) for r in rows))).shape[0]
        == 3
    )
    loaded = load_sweep(put(tmp_path, "d.jsonl", f"{rows[0]}\n{{oops\n{rows[2]}\n"))
    assert loaded.rows["conc"].tolist() == [1, 4] and loaded.set_aside["row"].tolist() == [2]


def test_a_file_takes_nothing_from_its_neighbours(tmp_path):
    """Halves of a record in files side by side, two records in one, a key twice: each file stands for itself."""
    put(tmp_path, "a.json", good()[:-1] + ', "workers": [{}')
    put(tmp_path, "b.json", "{}]}")
    put(tmp_path, "c.json", good(conc=16))
    put(tmp_path, "d.json", f"{good(conc=32)},{good(conc=64)}")
    loaded = load_sweep(tmp_path)
    assert loaded.rows["conc"].tolist() == [16, 32, 64]
    assert loaded.rows["source"].tolist() == ["c.json", "d.json", "d.json"]
    assert set(loaded.set_aside["file"]) == {"a.json", "b.json"}
    put(tmp_path, "d.json", good(conc=32).replace('"conc"', '"conc": 1, "conc"'))
    loaded = load_sweep(tmp_path)
    assert loaded.rows["conc"].tolist() == [16] and "given twice" in loaded.set_aside["reason"].iat[-1]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_encodings_that_name_themselves_are_read(tmp_path, encoding):
    """A byte order mark, as PowerShell and spreadsheets write it."""
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    assert len(read_sweep(put(tmp_path, "a.json", f"{mark}[{good()}]".encode(encoding)))) == 1
    assert len(read_sweep(put(tmp_path, "a.csv", f"{mark}{CSV}{LINE}".replace("\n", "\r\n").encode(encoding)))) == 1


FILES = {
    "latin-1 CSV": ("a.csv", CSV.encode() + b"m\xe9\xe8" + LINE.encode(), "a.csv is not UTF-8 text"),
    "latin-1 JSON": ("a.json", b'[{"model": "m\xe9"}]', "row 1.*not UTF-8 text"),
    "empty": ("a.json", b"", "a.json is empty; expected"),
    "blanks": ("a.jsonl", b" \n\t\r\n ", "a.jsonl is empty; expected"),
    "an empty list": ("a.json", b"[]", "a.json is an empty list; expected rows"),
    "deep lists": ("a.json", b"[" * 100_000, "row 1.*(too deeply|cut short)"),
    "deep objects": ("a.json", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply"),
    "NUL bytes": ("a.csv", b"\0" * 5000, "a.csv"),
    "a huge cell": ("a.csv", CSV.encode() + b"m" * 2_000_000 + LINE.encode(), "line 2: field larger than field limit"),
    "no zip": ("a.zip", b"PK\x03\x04 not really", "a.zip is not a zip file that can be read"),
    "no parquet": ("a.parquet", b"PAR1 not really PAR1", "a.parquet is not a Parquet file that can be read"),
    "no xz": ("a.tar.xz", b"not really", "a.tar.xz is not an .xz archive"),
    "YAML of a list": ("a.yaml", b"- 1\n- 2\n", "a.yaml is not a report"),
    "YAML with a key twice": ("a.yaml", b"a: 1\na: 2\n", "the key 'a' is given twice"),
    "YAML that builds objects": (
        "a.yaml",
        b"a: !!python/object/apply:os.system ['true']\n",
        "a.yaml is not valid YAML",
    ),
    "deep YAML": ("a.yaml", b"a: " + b"[" * 20_000, "a.yaml is not valid YAML"),
    "no text at all": ("a.json", bytes(range(256)) * 8, "a.json"),
}


@pytest.mark.parametrize(("name", "data", "message"), FILES.values(), ids=FILES.keys())
def test_files_that_are_not_what_they_seem(tmp_path, name, data, message):
    """One sentence each."""
    refused(put(tmp_path, name, data), message)


def test_yaml_aliases_do_not_multiply(tmp_path):
    """A billion laughs are a few references."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    refused(put(tmp_path, "laughs.yaml", "\n".join([*lines, "scenario: {}", "metrics: *a11"])), "laughs.yaml")


def test_a_zip_bomb_is_not_opened(tmp_path):
    """200 MB of blanks in 200 kB, said before anything is unpacked."""
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("sweep.json", "w") as member:
        for _ in range(200):
            member.write(b" " * (1 << 20))
    refused(path, "bomb.zip: sweep.json would unpack to 200 MB from .* so it is not opened")


def test_paths_in_a_zip_lead_nowhere(tmp_path):
    """Members are read, never written; a zip inside is not opened."""
    folder = tmp_path / "in"
    folder.mkdir()
    path = folder / "t.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../escaped.json", f"[{good()}]")
        archive.writestr("/etc/escaped.json", f"[{good(conc=16)}]")
        archive.writestr("inner.zip", b"")
    before = {p for p in tmp_path.rglob("*")}
    loaded = load_sweep(path)
    assert loaded.rows["source"].tolist() == ["t.zip/../../escaped.json", "t.zip//etc/escaped.json"]
    assert loaded.set_aside["reason"].tolist() == ["a zip inside a zip, so not opened"]
    assert {p for p in tmp_path.rglob("*")} == before and not os.path.exists("/etc/escaped.json")


def test_a_damaged_member_of_a_zip_does_not_take_the_others_along(tmp_path):
    """Its check sum tells."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.json", f"[{good(image='X' * 50)}]")
        archive.writestr("b.json", f"[{good(conc=16)}]")
    data = buffer.getvalue().replace(b"X" * 50, b"Y" * 50, 1)
    loaded = load_sweep(put(tmp_path, "d.zip", data))
    assert loaded.rows["conc"].tolist() == [16]
    assert (
        loaded.set_aside.loc[0, "file"] == "d.zip/a.json" and "cannot be unpacked" in loaded.set_aside.loc[0, "reason"]
    )


def test_a_long_line_is_not_held_in_memory(tmp_path, monkeypatch):
    """A record of 200 MB in a list or on a line: said, with memory for a few blocks."""
    for module in (jsonscan, jsonstream):
        monkeypatch.setattr(module, "MAX_RECORD", 4 << 20)
    monkeypatch.setattr(jsonstream, "MAX_WHOLE", 8 << 20)
    path = tmp_path / "long.json"
    for start in (b"[", b"[" + good().encode() + b",", good().encode() + b"\n"):
        with open(path, "wb") as out:
            out.write(start + b'{"a": "')
            for _ in range(200):
                out.write(b"x" * (1 << 20))
        tracemalloc.start()
        loaded = None
        try:
            loaded = load_sweep(path)
        except SweepError as error:
            assert "MB; it and all after it are lost" in str(error)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 64 << 20
        if loaded is not None:
            assert len(loaded.rows) == 1 and "MB; it and all after it are lost" in loaded.set_aside.loc[0, "reason"]


def test_what_is_no_file_is_not_waited_for(tmp_path):
    """A pipe, a device, a folder of nothing, a name no file system takes."""
    os.mkfifo(tmp_path / "pipe.json")
    done = threading.Thread(
        target=refused, args=(tmp_path / "pipe.json", "is not a file that can be read"), daemon=True
    )
    done.start()
    done.join(10)
    assert not done.is_alive()
    refused("/dev/zero", "zero is not a file that can be read")
    (tmp_path / "none").mkdir()
    refused(tmp_path / "none", "none holds no result file")
    refused("a\0b.json", "there is no file")
    refused("x" * 5000, "there is no file")
    refused(str(tmp_path / "*.nothing"), "there is no file")
    refused([], "the list of sources is empty")


def test_links_that_leave_the_folder_are_not_followed(tmp_path):
    """Nor do they go round in circles; a pipe in the folder is set aside."""
    outside = put(tmp_path, "outside.json", f"[{good(conc=99)}]")
    folder = tmp_path / "runs"
    folder.mkdir()
    put(folder, "a.json", f"[{good()}]")
    os.symlink(outside, folder / "b.json")
    os.symlink(folder, folder / "circle")
    os.symlink(folder / "a.json", folder / "same.json")
    os.mkfifo(folder / "pipe.json")
    loaded = load_sweep(folder)
    assert loaded.rows["conc"].tolist() == [8]
    told = dict(zip(loaded.set_aside["file"], loaded.set_aside["reason"], strict=True))
    assert told["b.json"] == "a link that leaves the folder, so not followed"
    assert told["pipe.json"] == "is not a file that can be read"
    assert told["same.json"].startswith("a repetition of row 1 of a.json")


def test_names_that_are_not_utf8_can_be_said(tmp_path):
    """And written."""
    name = os.fsencode(tmp_path) + b"/sweep-\xff\xfe.json"
    with open(name, "wb") as out:
        out.write(f"[{good()}, {good(conc=-1)}]".encode())
    put(tmp_path, "b.json", f"[{good(conc=16)}]")
    loaded = load_sweep(tmp_path)
    assert loaded.rows["source"].tolist() == ["b.json", "sweep-\ufffd\ufffd.json"]
    loaded.set_aside.to_csv(tmp_path / "aside.csv", index=False)
    assert "sweep-" in (tmp_path / "aside.csv").read_text(encoding="utf-8")


def test_text_from_data_is_only_text(tmp_path):
    """Lone surrogates and control characters survive as something that can be written."""
    row = good(model="m\\ud800x").replace("\\\\ud800", "\\ud800")
    sweep = read_sweep(put(tmp_path, "a.json", f"[{row}]"))
    sweep.loc[0, "model"].encode("utf-8")


def test_a_folder_with_other_files_reads_what_it_knows(tmp_path):
    """The rest is listed; a single file of the kind is an error."""
    put(tmp_path, "a.json", f"[{good()}]")
    put(tmp_path, "config.json", '{"learning_rate": 0.1}')
    put(tmp_path, "notes.csv", "who,what\nme,this\n")
    loaded = load_sweep(tmp_path)
    assert len(loaded.rows) == 1 and loaded.set_aside["row"].isna().all()
    told = dict(zip(loaded.set_aside["file"], loaded.set_aside["reason"], strict=True))
    assert told["config.json"] == "row 1 is not of a kind known here; it has learning_rate"
    assert told["notes.csv"] == "has no column tput_per_gpu, median_intvty; it has who, what"
    assert loaded.summary() == "The one row used, and 2 files not read."
