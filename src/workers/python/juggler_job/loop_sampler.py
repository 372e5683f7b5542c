"""
How late an event loop is, and how busy: a timer of 10 ms, and how much later than that it fires.

    tick      tick      |—— the loop is blocked ——|tick
     |——10ms——|——10ms———————————————————————————————|
                        lag = elapsed − 10 ms
"""
from .clock import run_delay_ns, thread_cpu_ns

RESOLUTION_NS = 10_000_000
RESOLUTION_S = 0.01
_WINDOW_NS = 50_000_000


class LoopSampler:
    """@param idle_ns how long the loop has waited for something to do, so far; None where it can't be told."""

    def __init__(self, measurement, idle_ns):
        self._measurement = measurement
        self._idle_ns = idle_ns
        self._windows = []
        self._begin(measurement.now())

    def begin_work(self):
        self._windows.clear()
        self._begin(self._measurement.now())

    def tick(self):
        """To be called every 10 ms by a timer of the loop."""
        now = self._measurement.now()
        self._record(now)
        if now - self._window_start >= _WINDOW_NS:
            self._end_window(now)
        self._measurement.sample_cpu(now)
        self._measurement.writer.flush_if_due(now)

    def end_work(self):
        """The work is over: who was to be served since the last tick has waited until now."""
        now = self._measurement.now()
        self._record(now)
        self._end_window(now)
        return {
            'cpu': thread_cpu_ns() - self._cpu_at_work,
            'run_delay': run_delay_ns() - self._run_delay_at_work,
            'utilisation': self._share(self._work_start, self._idle_at_work, now),
            'p50': lag_percentile(self._windows, 0.5),
            'p99': lag_percentile(self._windows, 0.99),
            'max': max(lag for _, lag, _ in self._windows),
        }

    def _begin(self, now):
        self._last_tick = self._window_start = self._work_start = now
        self._window_max = 0
        self._idle_at_window = self._idle_at_work = self._idle()
        self._cpu_at_work = thread_cpu_ns()
        self._run_delay_at_work = run_delay_ns()

    def _record(self, now):
        lag = max(0, now - self._last_tick - RESOLUTION_NS)
        self._last_tick = now
        self._window_max = max(self._window_max, lag)

    def _end_window(self, now):
        share = self._share(self._window_start, self._idle_at_window, now)
        self._measurement.writer.loop(now, self._window_max, float('nan') if share is None else share)
        self._windows.append((now - self._window_start, self._window_max, share or 0.0))
        self._window_start = now
        self._window_max = 0
        self._idle_at_window = self._idle()

    def _idle(self):
        return None if self._idle_ns is None else self._idle_ns()

    def _share(self, start, idle_before, now):
        if idle_before is None or now <= start:
            return None
        return min(1.0, max(0.0, 1 - (self._idle_ns() - idle_before) / (now - start)))


def lag_percentile(windows, share):
    """How late a callback would be that is due at any moment, as in src/core/analysis/lag-percentiles.ts: while a loop
    works, it is late by anything up to the window's worst delay; while it waits, by nothing.

    @param windows tuples of a length, its worst delay, and the share of it in which the loop worked
    """
    pieces = [(lag, min(length, max(lag, busy * length))) for length, lag, busy in windows]
    beyond = (1 - share) * sum(length for length, _, _ in windows)

    def late_beyond(delay):
        return sum(late * (lag - delay) / lag for lag, late in pieces if lag > delay)

    if late_beyond(0) <= beyond:
        return 0.0
    least, most = 0.0, float(max(lag for lag, _ in pieces))
    for _ in range(20):
        middle = (least + most) / 2
        if late_beyond(middle) > beyond:
            least = middle
        else:
            most = middle
    return most
