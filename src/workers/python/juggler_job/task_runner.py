"""
Calls `run` for one item after the other, or awaits several at once, and records each. CPU time is read inside the readings of
the clock, so that a share never exceeds 1:

    start                run_end                  end
    wall cpu ─ run() ─ cpu wall ── awaiting ── cpu wall
         |——— head ———|           |—— tail ——|            tail only where no other task overlapped in this thread
"""
import types

from .clock import now_ns, thread_cpu_ns
from .failure import ItemError
from .structural_hash import mixed, structural_hash

_NAN = float('nan')


class TaskRunner:
    """Of one thread. `checksum` and `finished` are of the items that it ran."""

    def __init__(self, measurement, run):
        self.measurement = measurement
        self.checksum = 0
        self.finished = 0
        self._run = run
        self._epoch = measurement.epoch
        self._writer = measurement.writer
        self._in_flight = 0
        self._overlaps = 0

    def call(self, index, item, slot=0):
        """One item from its beginning to its end. @raises ItemError"""
        start = now_ns() - self._epoch
        self._writer.started(index, start, slot)
        cpu_start = thread_cpu_ns()
        try:
            result = self._run(item)
        except BaseException as error:
            raise ItemError(index) from error
        cpu = thread_cpu_ns() - cpu_start
        end = now_ns() - self._epoch
        self._finish(index, result, start, end, end, slot, _share(cpu, end - start), 1.0)

    async def call_async(self, index, item, slot):
        """The same for a coroutine function. @raises ItemError"""
        overlaps = self._overlaps
        if self._in_flight > 0:
            self._overlaps += 1
        self._in_flight += 1
        start = now_ns() - self._epoch
        self._writer.started(index, start, slot)
        first = _FirstStep(thread_cpu_ns())
        try:
            result = await _watched(self._run(item), first)
        except BaseException as error:
            raise ItemError(index) from error
        cpu_end = thread_cpu_ns()
        end = now_ns() - self._epoch
        self._in_flight -= 1
        run_end = end if first.end_ns is None else first.end_ns - self._epoch
        cpu_run_end = cpu_end if first.end_ns is None else first.cpu_end
        alone = self._overlaps == overlaps
        tail = _share(cpu_end - cpu_run_end, end - run_end) if alone else _NAN
        self._finish(index, result, start, run_end, end, slot, _share(cpu_run_end - first.cpu_start, run_end - start), tail)

    def _finish(self, index, result, start, run_end, end, slot, head, tail):
        try:
            result_hash = structural_hash(result)
        except Exception as error:
            raise ItemError(index) from error
        self._writer.ended(index, start, run_end, end, slot, head, tail, result_hash)
        self.checksum = (self.checksum + mixed(index, result_hash)) % (1 << 64)
        self.finished += 1
        self.measurement.sample_cpu(end)

    def report(self, loop=None):
        return {'tasks': self.finished, 'checksum': self.checksum, 'loop': loop, 'trouble': self.measurement.trouble}


class _FirstStep:
    __slots__ = ('cpu_start', 'cpu_end', 'end_ns')

    def __init__(self, cpu_start):
        self.cpu_start = cpu_start
        self.cpu_end = 0
        self.end_ns = None


@types.coroutine
def _watched(awaitable, first):
    """Awaits it, and notes when it has suspended for the first time."""
    steps = awaitable.__await__()
    try:
        told = steps.send(None)
    except StopIteration as end:
        return end.value
    first.cpu_end = thread_cpu_ns()
    first.end_ns = now_ns()
    while True:
        try:
            answer = yield told
        except GeneratorExit:
            steps.close()
            raise
        except BaseException as error:
            step, argument = steps.throw, error
        else:
            step, argument = steps.send, answer
        try:
            told = step(argument)
        except StopIteration as end:
            return end.value


def _share(cpu, wall):
    if cpu != cpu:
        return cpu
    return 1.0 if wall <= 0 else min(1.0, max(0.0, cpu / wall))
