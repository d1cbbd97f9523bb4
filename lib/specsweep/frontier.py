"""Which measured points of a side are worth running?

The *frontier* of a side is the set of its rows that no other row of it beats on both
interactivity (tok/s/user) and throughput (tok/s/GPU).
"""

import numpy as np


def frontier_mask(interactivity, throughput, segment=None):
    """Mark the undominated rows, for one side or for many sides in one pass.

    A row stays when no other row of its segment has interactivity >= and
    throughput >= with one of them strictly greater. Of rows equal on both, the first
    stays.

    Parameters
    ----------
    interactivity : (n,) array, tok/s/user
    throughput : (n,) array, tok/s/GPU; any quantity of which more is better
    segment : (n,) array of ints, optional
        Which side each row belongs to; rows compete only inside their segment.

    Returns
    -------
    (n,) bool array in the order of the input. NaN never gets onto a frontier.

    >>> frontier_mask([10, 20, 20, 30], [9, 5, 7, 1])
    array([ True, False,  True,  True])
    """
    x = np.asarray(interactivity, dtype=float)
    y = np.asarray(throughput, dtype=float)
    segment = np.zeros(len(x), dtype=np.int64) if segment is None else np.asarray(segment)
    usable = np.flatnonzero(~(np.isnan(x) | np.isnan(y)))
    # From high interactivity to low; of equals the higher throughput first, then the
    # first in the data (lexsort is stable). A row then survives when it tops all before it.
    order = usable[np.lexsort((-y[usable], -x[usable], segment[usable]))]
    mask = np.zeros(len(x), dtype=bool)
    if not len(order):
        return mask
    seg = segment[order]
    first = np.r_[True, seg[1:] != seg[:-1]]
    # Ranks make a running maximum restart at each segment: every later segment is lifted
    # above all earlier ones, without touching the precision of the throughputs.
    rank = np.unique(y[order], return_inverse=True)[1] + np.cumsum(first) * (len(order) + 1)
    best_before = np.r_[-1, np.maximum.accumulate(rank)[:-1]]
    mask[order[first | (rank > best_before)]] = True
    return mask
