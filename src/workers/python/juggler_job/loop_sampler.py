"""
How late an event loop is, and how busy: a timer of 10 ms, and how much later than that it fires.

    tick      tick      |—— the loop is blocked ——|tick
     |——10ms——|——10ms———————————————————————————————|
                        lag = elapsed − 10 ms
"""

RESOLUTION_NS = 10_000_000
RESOLUTION_S = 0.01
_WINDOW_NS = 50_000_000


class LoopSampler:
    """@param idle_ns how long the loop has waited for something to do, so far; None where it can't be told."""

    def __init__(self, measurement, idle_ns):
        self._measurement = measurement
        self._idle_ns = idle_ns
        self._lags = []
        self._begin(measurement.now())

    def begin_work(self):
        self._lags.clear()
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
        lags = sorted(self._lags)
        return {
            'utilisation': self._share(self._work_start, self._idle_at_work, now),
            'p50': lags[len(lags) // 2],
            'p99': lags[min(len(lags) - 1, len(lags) * 99 // 100)],
            'max': lags[-1],
        }

    def _begin(self, now):
        self._last_tick = self._window_start = self._work_start = now
        self._window_max = 0
        self._idle_at_window = self._idle_at_work = self._idle()

    def _record(self, now):
        lag = max(0, now - self._last_tick - RESOLUTION_NS)
        self._last_tick = now
        self._window_max = max(self._window_max, lag)
        self._lags.append(lag)

    def _end_window(self, now):
        share = self._share(self._window_start, self._idle_at_window, now)
        self._measurement.writer.loop(now, self._window_max, float('nan') if share is None else share)
        self._window_start = now
        self._window_max = 0
        self._idle_at_window = self._idle()

    def _idle(self):
        return None if self._idle_ns is None else self._idle_ns()

    def _share(self, start, idle_before, now):
        if idle_before is None or now <= start:
            return None
        return min(1.0, max(0.0, 1 - (self._idle_ns() - idle_before) / (now - start)))
