"""Write a sweep to CSV or Parquet, such that reading it gives the same sweep."""

import os
import tempfile
from pathlib import Path

from specsweep.errors import SweepError
from specsweep.sweep import load_sweep

SUFFIXES = (".csv", ".parquet")


def write_sweep(sweep, path):
    """Writes a sweep and reads it back before it takes its name.

    Parameters
    ----------
    sweep : DataFrame as `read_sweep` returns it
    path : where to; `.csv` or `.parquet` says as what

    Raises
    ------
    SweepError : the folder is not there, or a column would not come back as it is: then the
        file is not written. (In a CSV that is text in which every cell looks like a number.)
    """
    path = Path(path)
    if path.suffix.lower() not in SUFFIXES:
        raise SweepError(
            f"{path.name or 'the file to write'} does not end in .csv or .parquet, so it is not clear as what"
        )
    if not path.parent.is_dir():
        raise SweepError(f"there is no folder {path.parent} to write {path.name} to")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix.lower())
    os.close(handle)
    try:
        if path.suffix.lower() == ".csv":
            sweep.to_csv(name, index=False, lineterminator="\n")
        else:
            sweep.to_parquet(name, index=False)
        _check(sweep, load_sweep(name), path.name)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    finally:
        if os.path.exists(name):
            os.unlink(name)


def _check(sweep, loaded, name):
    """SweepError unless what was read is what was to be written."""
    back = loaded.rows
    if len(loaded.set_aside):
        row = loaded.set_aside.iloc[0]
        raise SweepError(f"{name} is not written: row {row['row']}, column {row['column']}: {row['reason']}")
    for column in sweep.columns:
        if column not in back.columns:
            if sweep[column].isna().all():
                continue
            raise SweepError(f"{name} is not written: column {column} would be lost")
        was, now = sweep[column].reset_index(drop=True), back[column]
        if not was.equals(now):
            hint = "; write Parquet instead" if name.lower().endswith(".csv") else ""
            raise SweepError(
                f"{name} is not written: column {column} would come back as {now.dtype} and not as the "
                f"{was.dtype} it is{hint}"
            )


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask
