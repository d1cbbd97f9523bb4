"""How long from opening a report to its charts being drawn, and how large is it?

Opens the sample's report in Chromium from disk, network off, in a fresh window each time. Beside the
time on the wall stands the work of the page's main thread, which a busy machine does not inflate.

    python tests/benchmarks/page_speed.py [ROUNDS]
"""

import statistics
import sys
import tempfile

from playwright.sync_api import sync_playwright

from specsweep.report.run import COMPARE, write_report

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
        times, work = [], []
        for _ in range(rounds + 1):  # the first round warms the disk
            context = chromium.new_context(offline=True)
            window = context.new_page()
            session = context.new_cdp_session(window)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            window.goto(f"file://{page}")
            times.append(window.evaluate(DRAWN))
            metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
            work.append(1000 * metrics["TaskDuration"])
            context.close()
        wall, busy = statistics.median(times[1:]), statistics.median(work[1:])
        size = page.stat().st_size / 1e6
        print(f"{size:.2f} MB, charts drawn after {wall:.0f} ms, {busy:.0f} ms of them work ({rounds} rounds)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
