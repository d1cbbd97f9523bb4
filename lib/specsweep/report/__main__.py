"""`python -m specsweep.report`."""

from specsweep.report import main

main()
