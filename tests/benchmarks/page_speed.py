"""How long from opening a report to its charts being drawn, and how large is it?

Opens the sample's report in Chromium from disk, network off, in a fresh window each time.

    python tests/benchmarks/page_speed.py [ROUNDS]
"""

import statistics
import sys
import tempfile

from playwright.sync_api import sync_playwright

from specsweep.report import COMPARE, write_report

DRAWN = """() => new Promise(resolve => {
    const look = () => document.querySelectorAll("figure.chart:not([data-drawn])").length
        ? requestAnimationFrame(look) : resolve(performance.now());
    requestAnimationFrame(look);
})"""


def main(rounds=9):
    """Print the median time from navigation to all charts drawn, and the size of the page."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = next(path for path in write_report(COMPARE, out=folder)[0] if path.suffix == ".html")
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        times = []
        for _ in range(rounds + 1):  # the first round warms the disk
            context = chromium.new_context(offline=True)
            window = context.new_page()
            window.goto(f"file://{page}")
            times.append(window.evaluate(DRAWN))
            context.close()
        median = statistics.median(times[1:])
        print(f"{page.stat().st_size / 1e6:.2f} MB, charts drawn after {median:.0f} ms ({rounds} rounds)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
