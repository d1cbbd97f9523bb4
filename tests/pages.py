"""Notebooks made by hand, for tests of the page."""


def notebook(*cells):
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def prose(source):
    return {"cell_type": "markdown", "source": source}


def code(source, *outputs):
    shown = [{"output_type": "display_data", "data": data, "metadata": {}} for data in outputs]
    return {"cell_type": "code", "source": source, "outputs": shown}
