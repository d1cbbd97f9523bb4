"""`python -m specsweep.catalog SOURCE --out DIR`: every comparison in a sweep, in one go."""

import os
import signal
import sys

import click

from specsweep.catalog.build import build
from specsweep.catalog.pairs import KINDS, filter_rows, find_pairs, title_of, why_not
from specsweep.catalog.table import counted
from specsweep.errors import SweepError
from specsweep.forks import get_ready
from specsweep.sweep import read_sweep

SAMPLE = "data/qwen3.5-b200-fp4-1k1k.csv"


def cores():
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("source", default=SAMPLE)
@click.option("--out", default="reports/catalog", show_default=True, help="Folder or fsspec URL for the catalog.")
@click.option("--kinds", default=", ".join(KINDS), show_default=True, help="What may differ between the sides.")
@click.option(
    "--sequences", default="all", show_default=True, help='"all", "default", or labels such as "1k/1k, 8k/1k".'
)
@click.option("--where", default="", help="Take only these rows, such as hardware=b200|h200.")
@click.option("--prices", default="2026-04", show_default=True, help="Price book, or your own numbers.")
@click.option("--tier", default="hyperscaler", show_default=True, help="Price tier.")
@click.option("--previous", default="", help="An earlier catalog (folder or catalog.json) to compare with.")
@click.option("--title", default="", help="Heading of the page.")
@click.option("--jobs", type=click.IntRange(1), help="Reports made at a time.  [default: cores + 1]")
@click.option("--scheduler", help="Address of a Dask scheduler whose workers make the reports.")
@click.option("--list", "list_", is_flag=True, help="Print the pairs and stop.")
def main(source, list_, jobs, scheduler, **options):
    """Compare all that can be compared in SOURCE and leave a folder for any static host.

    Stop it when you like: run again, it continues, and makes again only what changed.
    """
    try:
        if list_:
            sys.exit(_print_pairs(source, options["kinds"], options["sequences"], options["where"]))
        if not scheduler:
            get_ready()
        failed = build(source, jobs=jobs or cores() + 1, scheduler=scheduler, **options)
    except SweepError as error:
        sys.exit(f"error: {error}")
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C finds nothing left to stop
        click.echo("stopped; run the same command again to continue", err=True)
        sys.exit(128 + signal.SIGINT)
    sys.exit(1 if failed else 0)


def _print_pairs(source, kinds, sequences, where):
    pairs = find_pairs(filter_rows(read_sweep(source), where), kinds, sequences)
    for pair in pairs.itertuples():
        mark = " (default sequence)" if pair.default else ""
        click.echo(
            f"{pair.kind:<10}{title_of(pair)}{mark}: {why_not(pair) or f'{pair.rows_a} and {pair.rows_b} points'}"
        )
    click.echo(counted(len(pairs), "pair"))
    return 0


if __name__ == "__main__":
    main()
