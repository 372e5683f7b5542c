"""Threads of a pool whose owner is somebody else (an executor): each measures itself from its first job on."""
import threading

from ..measurement import ThreadMeasurement
from ..task_runner import TaskRunner


class WorkerThreads:
    """@param run what each thread calls for an item."""

    def __init__(self, setup, run):
        self._setup = setup
        self._run = run
        self._lock = threading.Lock()
        self._own = threading.local()
        self._runners = []

    def begin(self):
        """The initialiser of the pool's threads."""
        with self._lock:
            worker = len(self._runners)
            self._runners.append(None)
        measurement = ThreadMeasurement(self._setup, 'worker', worker, 'thread')
        self._own.runner = TaskRunner(measurement, self._run)
        measurement.sample_cpu_now()
        self._runners[worker] = self._own.runner

    def call(self, index, item):
        self._own.runner.call(index, item)

    def start_all(self, executor):
        """Executors make threads when they are needed: so that all are there before the work begins."""
        self._in_all(executor, lambda: None)

    def end_all(self, executor):
        """@returns a report for each thread"""
        self._in_all(executor, lambda: self._own.runner.measurement.sample_cpu_now())
        for runner in self._runners:
            runner.measurement.close(runner.finished)
        return [runner.report() for runner in self._runners]

    def _in_all(self, executor, action):
        """Each thread of the pool takes one of these jobs, as none ends before all have begun."""
        together = threading.Barrier(self._setup.workers)

        def job():
            action()
            together.wait()

        for future in [executor.submit(job) for _ in range(self._setup.workers)]:
            future.result()
