"""What it takes to send items to another process: on the host's side of each worker, and in the worker."""
import array

# Shorter ones are counted alone: they would be thousands, and none could be seen.
_SHOWN_NS = 500_000


class Pickling:
    """
    Of one thread. `times` are when each batch was begun and ended, one after the other, ns; `bytes` are of all.

    @param measurement of the thread, or what makes it when there is something to show.
    """

    def __init__(self, measurement, unpacks):
        self.times = array.array('q')
        self.bytes = 0
        self._measurement = measurement
        self._unpacks = unpacks

    def add(self, began, ended, size):
        self.times.extend((began, ended))
        self.bytes += size
        if ended - began < _SHOWN_NS:
            return
        if callable(self._measurement):
            self._measurement = self._measurement()
        measurement = self._measurement
        measurement.writer.pickled(began - measurement.epoch, ended - measurement.epoch, self._unpacks)

    def close(self):
        """Of a thread that does nothing else."""
        if not callable(self._measurement):
            self._measurement.close(0)


def longest_pickling(reports):
    """Of the worker for which it took longest: that of the others went on beside it."""
    longest = max(reports, key=lambda report: _covered(report['packed'], report['unpacked']))
    packed, unpacked = longest['packed'], longest['unpacked']
    return {
        'ms': _covered(packed, unpacked) / 1e6,
        'packMs': _covered(packed) / 1e6,
        'unpackMs': _covered(unpacked) / 1e6,
        'bytes': sum(report['pickled_bytes'] for report in reports),
    }


def _covered(*all_times):
    """ns that are in one or more of the intervals: a batch is packed while the one before it is unpacked."""
    intervals = sorted(pair for times in all_times for pair in zip(times[::2], times[1::2]))
    covered = until = 0
    for began, ended in intervals:
        covered += max(0, ended - max(began, until))
        until = max(until, ended)
    return covered
