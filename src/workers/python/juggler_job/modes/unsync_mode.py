import threading
from concurrent.futures import ThreadPoolExecutor

from ..item_queue import ItemQueue
from ..loop_sampler import LoopSampler
from ..measurement import ThreadMeasurement
from ..task_runner import TaskRunner
from .mode import Mode
from .timed_loop import sample
from .worker_threads import WorkerThreads


class UnsyncMode(Mode):
    """`@unsync`: `run_async` in its ambient event loop where there is one, else `run` in its threads."""

    loop_thread = 'unsync'

    def open(self, work, items, measurement):
        from unsync import unsync

        self._unsync = unsync
        self._queue = ItemQueue(items)
        self.loop_function = work.function_name('run_async')
        self._pool = _AmbientLoop(self.setup, work.run_async, unsync) if work.run_async else _Threads(self.setup, work.run, unsync)
        self._call = unsync(self._pool.function)

    def work(self):
        """As its users do it: call, and wait for the results; but never more than `in_flight` calls at once."""
        room = threading.Semaphore(min(self.setup.in_flight, 0x10000))
        slots = list(range(min(self.setup.in_flight, 0x10000) - 1, -1, -1))
        failures = []
        calls = []

        def ended(future, slot):
            slots.append(slot)
            if future.exception() is not None:
                failures.append(future.exception())
                self._queue.close()
            room.release()

        taken = self._queue.take()
        while taken is not None:
            room.acquire()
            slot = slots.pop()
            call = self._call(taken[0], taken[1], slot)
            call.concurrent_future.add_done_callback(lambda future, slot=slot: ended(future, slot))
            calls.append(call.concurrent_future)
            taken = self._queue.take()
        for call in calls:
            if failures:
                raise failures[0]
            call.exception()
        if failures:
            raise failures[0]
        return self._pool.end()


class _Threads:
    def __init__(self, setup, run, unsync):
        self._threads = WorkerThreads(setup, run)
        self._executor = unsync.thread_executor = ThreadPoolExecutor(setup.workers, 'unsync', self._threads.begin)
        self._threads.start_all(self._executor)

        def run_item(index, item, slot):
            self._threads.call(index, item)

        self.function = run_item

    def end(self):
        return self._threads.end_all(self._executor)


class _AmbientLoop:
    def __init__(self, setup, run_async, unsync):
        self._loop = unsync.loop
        self._in_loop(lambda: self._open(setup, run_async))

        async def run_item(index, item, slot):
            await self._runner.call_async(index, item, slot)

        self.function = run_item

    def _open(self, setup, run_async):
        measurement = ThreadMeasurement(setup, 'worker', 0, 'thread', loop=True, name='unsync')
        # The loop is unsync's own: how long it waits can't be seen.
        self._sampler = LoopSampler(measurement, None)
        self._runner = TaskRunner(measurement, run_async)
        measurement.sample_cpu_now()
        self._sampler.begin_work()
        self._end_samples = sample(self._loop, self._sampler)

    def end(self):
        return [self._in_loop(self._close)]

    def _close(self):
        self._end_samples()
        loop = self._sampler.end_work()
        measurement = self._runner.measurement
        measurement.sample_cpu_now()
        report = dict(self._runner.report(loop), tid=measurement.tid)
        measurement.close(self._runner.finished, loop)
        return report

    def _in_loop(self, action):
        """Runs it in the loop's thread. @returns what it returned"""
        done = threading.Event()
        answer = []

        def job():
            try:
                answer.append(action())
            finally:
                done.set()

        self._loop.call_soon_threadsafe(job)
        done.wait()
        return answer[0]
