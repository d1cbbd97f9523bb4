"""Convert any source to one CSV or Parquet file: `make sweep SOURCE=… OUT=…`."""

import sys

import click

from specsweep.errors import SweepError
from specsweep.reading.aside import lines
from specsweep.reading.facts import from_words
from specsweep.reading.write import write_sweep
from specsweep.sweep import load_sweep

SHOWN = 10


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("source", nargs=-1, required=True)
@click.option("-o", "--out", required=True, help="CSV or Parquet file to write")
@click.option(
    "-f", "--fact", "facts", multiple=True, help="what the files do not say, such as hardware=h100 or n_gpu=8"
)
@click.option("--set-aside", help="CSV file for the rows that could not be used, with the reasons")
@click.option("--strict", is_flag=True, help="stop at the first row that cannot be used")
@click.option("--history", is_flag=True, help="of a database dump, every run and not only the newest")
@click.option("--refresh", is_flag=True, help="fetch a URL even where there is a recent local copy")
def main(source, out, facts, set_aside, strict, history, refresh):
    """Read SOURCE (files, folders, patterns, archives, URLs) and write one sweep."""
    try:
        given = from_words(word for fact in facts for word in fact.split())
        what = list(source) if len(source) > 1 else source[0]
        loaded = load_sweep(what, strict=strict, history=history, refresh=refresh, **given)
        write_sweep(loaded.rows, out)
    except SweepError as error:
        sys.exit(f"error: {error}")
    if set_aside:
        loaded.set_aside.to_csv(set_aside, index=False)
    click.echo(f"{out}: {len(loaded.rows):,} rows. {loaded.summary()}")
    for line in lines(loaded.set_aside.head(SHOWN)):
        click.echo(f"  {line}")
    if (more := len(loaded.set_aside) - SHOWN) > 0:
        click.echo(f"  and {more:,} more; --set-aside FILE writes them all")
    for note in loaded.notes:
        click.echo(f"  {note}")


if __name__ == "__main__":
    main(prog_name="python -m specsweep.reading.convert")
