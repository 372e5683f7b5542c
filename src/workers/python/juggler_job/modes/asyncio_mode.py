import asyncio

from ..item_queue import ItemQueue
from ..loop_sampler import LoopSampler
from ..task_runner import TaskRunner
from .mode import Mode
from .timed_loop import run_concurrently, sample, timed_loop


class AsyncioMode(Mode):
    """Up to `in_flight` items at once on one event loop; without `run_async`, `run` called from a coroutine."""

    is_local = True
    has_loop = True

    def open(self, work, items, measurement):
        self._queue = ItemQueue(items)
        self.loop_function = work.function_name('run_async')
        self._loop, idle_ns = timed_loop()
        asyncio.set_event_loop(self._loop)
        self._sampler = LoopSampler(measurement, idle_ns)
        self._runner = TaskRunner(measurement, work.run_async or work.run)
        self._start = self._runner.call_async if work.run_async else self._call

    async def _call(self, index, item, slot):
        self._runner.call(index, item, slot)

    def work(self):
        end_samples = sample(self._loop, self._sampler)
        self._sampler.begin_work()
        self._loop.run_until_complete(run_concurrently(self._queue, self.setup.in_flight, self._start))
        end_samples()
        return [self._runner.report(self._sampler.end_work())]

    def notices(self, work):
        if work.run_async is not None:
            return []
        return ['{} has no run_async: run was called from a coroutine, one item after the other.'.format(work.name)]
