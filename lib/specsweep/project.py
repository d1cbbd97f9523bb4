"""The project's folder, which holds `notebooks/` and `data/`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
