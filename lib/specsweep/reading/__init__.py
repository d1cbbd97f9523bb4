"""From a source to a sweep: locate → (fetch, archive) → gather → settle, in this order.

`locate` finds the files, `gather` has each record read by the module of `specsweep.readers`
that knows it, `settle` makes one checked table of it. `fields` declares that table.
"""
