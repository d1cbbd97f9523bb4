"""From a source to a sweep: locate → (fetch, archive) → ahead → gather → settle, in this order.

`locate` finds the files, `ahead` reads the small ones, `gather` has each record read by the
module of `specsweep.readers` that knows it, `settle` makes one checked table of it. `fields`
declares that table.
"""
