"""Like for like: the comparison an engineer can act on. `rules` compares; the rest says how sure, where and why."""
