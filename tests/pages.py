"""What tests of the page share: notebooks made by hand, and the accessibility checker."""

from pathlib import Path

import pytest

AXE = Path(__file__).resolve().parents[1] / ".ci" / "node_modules" / "axe-core" / "axe.min.js"


def violations(page):
    """What axe-core finds wrong on an open page: WCAG 2 A and AA and good practice."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm install --no-save --prefix .ci axe-core")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    assert len(found["passes"]) > 20
    return [f"{v['impact']} {v['id']}: {[n['target'] for n in v['nodes'][:3]]}" for v in found["violations"]]


def notebook(*cells):
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def prose(source):
    return {"cell_type": "markdown", "source": source}


def code(source, *outputs):
    shown = [{"output_type": "display_data", "data": data, "metadata": {}} for data in outputs]
    return {"cell_type": "code", "source": source, "outputs": shown}
