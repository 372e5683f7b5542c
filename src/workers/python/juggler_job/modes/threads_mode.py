import queue
import threading

from ..item_queue import ItemQueue
from ..measurement import ThreadMeasurement
from ..task_runner import TaskRunner
from .mode import Mode


class ThreadsMode(Mode):
    """Threads that take the next item from one queue."""

    def open(self, work, items, measurement):
        self._queue = ItemQueue(items)
        self._run = self.function_of(work)
        self._go = threading.Event()
        self._heard = queue.SimpleQueue()
        self._workers = self.setup.workers
        for worker in range(self._workers):
            threading.Thread(target=self._serve, args=(worker,), name='worker {}'.format(worker + 1), daemon=True).start()
        self._hear()

    def function_of(self, work):
        return work.run

    def work(self):
        self._go.set()
        return self._hear()

    def _hear(self):
        """Of every thread the next thing it says; the first that failed ends it."""
        heard = []
        for _ in range(self._workers):
            said, error = self._heard.get()
            if error is not None:
                self._queue.close()
                raise error
            heard.append(said)
        return heard

    def _serve(self, worker):
        try:
            measurement = ThreadMeasurement(self.setup, 'worker', worker, 'thread')
            runner = TaskRunner(measurement, self._run)
            self._heard.put((worker, None))
            self._go.wait()
            measurement.sample_cpu_now()
            try:
                take = self._queue.take
                taken = take()
                while taken is not None:
                    runner.call(*taken)
                    taken = take()
            except BaseException:
                measurement.flush()
                raise
            measurement.sample_cpu_now()
            report = runner.report()
            measurement.close(runner.finished)
            self._heard.put((report, None))
        except BaseException as error:
            self._heard.put((None, error))
