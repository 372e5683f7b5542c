"""How many items a worker process is sent with one message: as for JavaScript's (run/batch-size.ts)."""

_BATCH_NS = 5_000_000
_PREFETCH_BELOW_NS = 20_000_000


def batch_size(mean_ns, remaining, workers):
    """About 5 ms of work, but never more than half of an even share of what remains. @param mean_ns None: not known yet"""
    if mean_ns is None:
        return 1
    by_time = int(_BATCH_NS / mean_ns) if mean_ns > 0 else remaining
    return max(1, min(by_time, remaining // (2 * workers)))


def batches_ahead(mean_ns):
    """The batch that a worker runs, and one that is there when it has ended; longer tasks are fetched one by one."""
    return 2 if mean_ns is not None and mean_ns < _PREFETCH_BELOW_NS else 1
