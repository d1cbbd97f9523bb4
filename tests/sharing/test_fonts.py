"""Pictures look alike wherever they are drawn, and drawing them leaves the process as it was."""

import ctypes
import os
import subprocess
import sys
from pathlib import Path

from specsweep.sharing import fonts

DRAW = """
import hashlib, json
from specsweep.sharing import fonts, vega
fonts.SYSTEM = {system}
mark = {{"type": "text", "text": "MTP delivers 7,265.5 tok/s/GPU at 2.72×", "font": "sans-serif"}}
print(hashlib.sha256(vega.picture({{"data": {{"values": [{{}}]}}, "mark": mark}})).hexdigest())
"""


def drawn(system):
    """What a new process draws on a machine with these font folders."""
    code = DRAW.format(system=system)
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def test_a_picture_does_not_depend_on_the_fonts_installed():
    """With all of this machine's fonts, and on one that has none."""
    assert drawn(fonts.SYSTEM) == drawn(())


def test_folders_with_the_fonts_carried_are_left_out(tmp_path, monkeypatch):
    """Their neighbours are kept, so that a label in another script has its glyphs."""
    for path in ("a/LiberationSans-Regular.ttf", "b/deep/NotoSansCJK.ttc", "c/d/LiberationMono.ttf", "c/e/x.ttf"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).touch()
    monkeypatch.setattr(fonts, "SYSTEM", (str(tmp_path), "/nowhere"))
    getenv = ctypes.CDLL(None).getenv
    getenv.restype = ctypes.c_char_p
    before = getenv(b"FONTCONFIG_FILE")
    with fonts.own_fonts():
        listed = Path(os.fsdecode(getenv(b"FONTCONFIG_FILE"))).read_text()
        assert "FONTCONFIG_FILE" not in os.environ or os.environ["FONTCONFIG_FILE"].encode() == before
    assert f"<dir>{tmp_path}/b</dir><dir>{tmp_path}/c/e</dir></fontconfig>" in listed
    assert f"{tmp_path}/a<" not in listed and f"{tmp_path}/c/d<" not in listed
    assert getenv(b"FONTCONFIG_FILE") == before
