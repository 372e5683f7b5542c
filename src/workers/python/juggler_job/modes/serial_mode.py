from ..task_runner import TaskRunner
from .mode import Mode


class SerialMode(Mode):
    """A plain loop in the main thread."""

    is_local = True

    def open(self, work, items, measurement):
        self._items = items
        self._runner = TaskRunner(measurement, work.run)

    def work(self):
        call = self._runner.call
        for index, item in enumerate(self._items):
            call(index, item)
        return [self._runner.report()]
