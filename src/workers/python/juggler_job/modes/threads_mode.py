import threading

from ..item_queue import ItemQueue
from ..measurement import ThreadMeasurement
from ..task_runner import TaskRunner
from .mode import Mode
from .reports import Reports


class ThreadsMode(Mode):
    """Threads that take the next item from one queue."""

    def open(self, work, items, measurement):
        self._queue = ItemQueue(items)
        self._run = self.function_of(work)
        self._go = threading.Event()
        self._reports = Reports(self.setup.workers, self._queue)
        for worker in range(self.setup.workers):
            threading.Thread(target=self._serve, args=(worker,), name='worker {}'.format(worker + 1), daemon=True).start()
        self._reports.hear_all()

    def function_of(self, work):
        return work.run

    def work(self):
        self._go.set()
        return self._reports.hear_all()

    def _serve(self, worker):
        try:
            measurement = ThreadMeasurement(self.setup, 'worker', worker, 'thread')
            runner = TaskRunner(measurement, self._run)
            self._reports.say(worker)
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
            self._reports.say(report)
        except BaseException as error:
            self._reports.fail(error)
