"""Which fonts the renderer draws pictures with: its own first, so that pictures look alike everywhere.

vl-convert carries Liberation Sans, but takes the system's where that is installed: another
version gives other pictures, and a font in a file is opened anew for every single glyph, which
takes more than half of the time of a chart.
"""

import contextlib
import os
import sys
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

SYSTEM = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
CARRIED = "Liberation"
SETTING = "FONTCONFIG_FILE"


@contextlib.contextmanager
def own_fonts():
    """Let a renderer that loads its fonts in here find all of the system's but those it carries.

    Only the C library's environment is changed, and only in here: what this process starts meanwhile
    with a copy of ``os.environ`` knows nothing of it.
    """
    if sys.platform != "linux":
        yield
        return
    with tempfile.TemporaryDirectory() as empty:
        folders = [empty, *(f for root in SYSTEM for f in _without_carried(Path(root).expanduser()))]
        listed = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in folders)
        setting = Path(empty, "fonts.conf")
        setting.write_text(f'<?xml version="1.0"?><fontconfig>{listed}</fontconfig>', encoding="utf-8")
        os.putenv(SETTING, str(setting))
        try:
            yield
        finally:
            if SETTING in os.environ:
                os.putenv(SETTING, os.environ[SETTING])
            else:
                os.unsetenv(SETTING)


def _without_carried(folder):
    """The largest folders in a folder, or itself, that hold none of the fonts carried."""
    if not folder.is_dir():
        return
    if next(folder.rglob(f"{CARRIED}*"), None) is None:
        yield folder
    else:
        for below in sorted(path for path in folder.iterdir() if path.is_dir()):
            yield from _without_carried(below)
