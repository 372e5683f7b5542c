import asyncio
from concurrent.futures import ThreadPoolExecutor

from ..item_queue import ItemQueue
from ..loop_sampler import LoopSampler
from .mode import Mode
from .timed_loop import run_concurrently, sample, timed_loop
from .worker_threads import WorkerThreads


class ToThreadMode(Mode):
    """`await asyncio.to_thread(run, item)`, with as many threads in the loop's pool as there are workers."""

    def open(self, work, items, measurement):
        self._queue = ItemQueue(items)
        self._threads = WorkerThreads(self.setup, work.run)
        self._executor = ThreadPoolExecutor(self.setup.workers, 'worker', self._threads.begin)
        self._threads.start_all(self._executor)
        self._loop, idle_ns = timed_loop()
        asyncio.set_event_loop(self._loop)
        self._loop.set_default_executor(self._executor)

    async def _start(self, index, item, slot):
        # What asyncio.to_thread does, which 3.8 has not.
        await self._loop.run_in_executor(None, self._threads.call, index, item)

    def work(self):
        self._loop.run_until_complete(run_concurrently(self._queue, self.setup.in_flight, self._start))
        return self._threads.end_all(self._executor)
