"""Everything that is measured in one thread, from the moment it is made until `close`."""
import os
import threading

from .clock import THREAD_CPU, now_ns, process_cpu_ns, thread_cpu_ns
from .frames import HELLO, SUMMARY, FrameFile, FrameWriter

_CPU_PERIOD_NS = 10_000_000
_files_lock = threading.Lock()
_files = [0]


class ThreadMeasurement:
    """
    To be made in the thread it is of.

    @param worker index in the pool; None for a thread that runs no items.
    @param loop whether the thread runs an event loop.
    @param name what people call the thread; None: by its index.
    """

    def __init__(self, setup, role, worker, kind, loop=False, name=None):
        with _files_lock:
            number = _files[0]
            _files[0] += 1
        self.epoch = setup.epoch_ns
        self.pid = os.getpid()
        self.tid = threading.get_native_id()
        self.path = os.path.join(setup.folder, '{}-{}.frames'.format(self.pid, number))
        self._file = FrameFile(self.path)
        self.writer = FrameWriter(self._file)
        self._cpu_read_at = -_CPU_PERIOD_NS
        hello = {
            'epochNs': str(self.epoch),
            'role': role,
            'worker': worker,
            'pid': self.pid,
            'tid': self.tid,
            'kind': kind,
            'threadCpu': THREAD_CPU,
            'loop': loop,
        }
        if name is not None:
            hello['name'] = name
        self.json(HELLO, hello)

    def now(self):
        return now_ns() - self.epoch

    @property
    def trouble(self):
        return self._file.trouble

    def json(self, kind, value):
        self.writer.json(kind, value, self.now())

    def sample_cpu(self, now):
        if now - self._cpu_read_at >= _CPU_PERIOD_NS:
            self.sample_cpu_now(now)

    def sample_cpu_now(self, now=None):
        """In the thread itself: at the edges of the work, whatever the period."""
        now = self.now() if now is None else now
        self._cpu_read_at = now
        self.writer.cpu(now, thread_cpu_ns(), process_cpu_ns())

    def flush(self):
        self.writer.flush(self.now())

    def close(self, tasks, loop=None):
        """Last rows and the summary; nothing may be measured after it."""
        loop = loop or {'utilisation': None, 'p50': 0, 'p99': 0, 'max': 0}
        known = {name: loop[name] for name in ('utilisation', 'p50', 'p99', 'max')}
        self.json(SUMMARY, {'at': self.now(), 'tasks': tasks, 'loop': known})
        self._file.close()
