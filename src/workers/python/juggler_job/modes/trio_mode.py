from ..clock import now_ns
from ..failure import ItemError
from ..item_queue import ItemQueue
from ..loop_sampler import RESOLUTION_S, LoopSampler
from ..task_runner import TaskRunner
from .mode import Mode


class TrioMode(Mode):
    """Up to `in_flight` items at once in one nursery; without `run_trio`, `run` called from a task of Trio's."""

    is_local = True
    has_loop = True

    def open(self, work, items, measurement):
        import trio

        self._trio = trio
        self._queue = ItemQueue(items)
        self.loop_function = work.function_name('run_trio')
        self._waits = _waits_of(trio)
        self._sampler = LoopSampler(measurement, lambda: self._waits.idle_ns)
        self._runner = TaskRunner(measurement, work.run_trio or work.run)
        self._start = self._runner.call_async if work.run_trio else self._call

    async def _call(self, index, item, slot):
        self._runner.call(index, item, slot)

    def work(self):
        failures = []
        self._trio.run(self._main, failures, instruments=[self._waits])
        if failures:
            raise failures[0]
        return [self._runner.report(self._loop)]

    async def _main(self, failures):
        self._sampler.begin_work()
        async with self._trio.open_nursery() as outer:
            outer.start_soon(self._sample)
            async with self._trio.open_nursery() as nursery:
                for slot in range(max(1, min(self.setup.in_flight, len(self._queue), 0x10000))):
                    nursery.start_soon(self._take_turns, slot, nursery, failures)
            self._loop = self._sampler.end_work()
            outer.cancel_scope.cancel()

    async def _take_turns(self, slot, nursery, failures):
        taken = self._queue.take()
        while taken is not None:
            try:
                await self._start(taken[0], taken[1], slot)
            except ItemError as error:
                if isinstance(error.__cause__, self._trio.Cancelled):
                    raise error.__cause__
                failures.append(error)
                self._queue.close()
                nursery.cancel_scope.cancel()
            taken = self._queue.take()

    async def _sample(self):
        while True:
            await self._trio.sleep(RESOLUTION_S)
            self._sampler.tick()

    def notices(self, work):
        if work.run_trio is not None:
            return []
        return ['{} has no run_trio: run was called from a task of Trio’s, one item after the other.'.format(work.name)]


def _waits_of(trio):
    class Waits(trio.abc.Instrument):
        """How long Trio has waited for something to do."""

        idle_ns = 0
        _began = 0

        def before_io_wait(self, timeout):
            self._began = now_ns()

        def after_io_wait(self, timeout):
            self.idle_ns += now_ns() - self._began

    return Waits()
