"""Files that say again what another file beside them says: which is read."""


def beside(files, aside):
    """The files to read; the others are set aside with the file that is read instead.

    vLLM: a `summary.json` has the records of the `run=N.json` beside it. AIPerf: aggregates
    have the runs' own files beside them, and a run's CSV its JSON.
    """
    if len(files) < 2:
        return files
    names = {f.name for f in files}
    runs = any(n.endswith("profile_export_aiperf.json") for n in names)
    summaries = any(n.endswith("summary.json") for n in names)
    if not (runs or summaries):
        return files
    kept = []
    for found in files:
        folder, slash, base = found.name.rpartition("/")
        reason = None
        if base.startswith("run=") and f"{folder}{slash}summary.json" in names:
            reason = "its record is in summary.json, which is read"
        elif base == "summary.csv" and summaries:
            reason = "its records are in the files summary.json, which are read"
        elif base == "profile_export_aiperf.csv" and f"{folder}{slash}profile_export_aiperf.json" in names:
            reason = "the same run as profile_export_aiperf.json, which is read"
        elif runs and base.startswith(("profile_export_aiperf_aggregate.", "profile_export_aiperf_sweep.")):
            reason = "sums up runs whose own files are read"
        elif runs and base in SETTINGS:
            reason = "settings or raw records of a run, not its result"
        if reason:
            aside.add(found.name, None, None, None, reason, harmless=True)
        else:
            kept.append(found)
    return kept


SETTINGS = {
    "inputs.json",
    "run_config.json",
    "profile_export.jsonl",
    "server_metrics_export.json",
    "server_metrics_export.csv",
}
