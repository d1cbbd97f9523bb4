"""What the fork server imports once, for all kernels and workers forked from it.

Imports only: a chart drawn here would advance Altair's name counters, and a thread or a socket
would not survive the fork.
"""

# ruff: noqa: E402, F401, I001
import gc
import sys

# Nobody debugs a kernel in a batch; without debugpy each starts 0.1 s sooner.
sys.modules["debugpy"] = None
import ipykernel.debugger

del sys.modules["debugpy"]

import pdb
import sqlite3

import IPython.core.completerlib
import IPython.core.debugger
import IPython.core.logger
import IPython.core.oinspect
import IPython.extensions.storemagic
import ipykernel.ipkernel
import ipykernel.kernelapp
import tornado.platform.asyncio
import orjson
import pandas.core.methods.to_dict
import pandas.core.reshape.reshape
import pandas.io.formats.string
import pandera.backends.pandas.builtin_checks
import pandera.backends.pandas.builtin_hypotheses
import pandera.backends.pandas.register
import pandera.pandas
import pyarrow.pandas_compat
import pyarrow.parquet
import tornado.queues

import specsweep.explore
import specsweep.live
import specsweep.report.run
import specsweep.sections
from specsweep.show import TEMPLATES

for name in ("text", "facts", "table", "table_at", "grid"):  # what every report fills; Jinja compiles them
    TEMPLATES.get_template(f"{name}.html")

# What was imported stays; a fork that looked for garbage in it would copy it page by page.
gc.collect()
gc.freeze()
