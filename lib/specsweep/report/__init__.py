"""Make a report: execute a parameterized notebook and keep it as a notebook, a page and files for programs."""
