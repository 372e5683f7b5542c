import os
import pickle
import subprocess
import sys
import threading

from ..batch_size import batch_size, batches_ahead
from ..failure import JobError, name_and_message
from ..frames import item_in_flight
from ..item_queue import ItemQueue
from ..measurement import ThreadMeasurement
from ..pickling import Pickling
from ..process_pipe import ProcessPipe
from .mode import Mode
from .reports import Reports

_ENTRY = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), 'process_worker.py')
_EXIT_PATIENCE_S = 3


class ProcessesMode(Mode):
    """
    Processes of the same interpreter, each started anew (as multiprocessing's `spawn` does); a thread of the host talks with each
    and sends it batches of the one queue.
    """

    def open(self, work, items, measurement):
        self._items = items
        self._queue = ItemQueue(items)
        self._tasks = self._ns = 0
        self._lock = threading.Lock()
        self._go = threading.Event()
        self._reports = Reports(self.setup.workers, self._queue)
        self._stopped = False
        self._processes = [self._start(worker) for worker in range(self.setup.workers)]
        self._reports.hear_all()

    def work(self):
        self._go.set()
        return self._reports.hear_all()

    def finish(self):
        for process in self._processes:
            try:
                process.wait(_EXIT_PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()

    def stop(self):
        self._stopped = True
        for process in getattr(self, '_processes', []):
            if process.poll() is None:
                process.kill()

    def _start(self, worker):
        try:
            process = subprocess.Popen([sys.executable, _ENTRY], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except OSError as error:
            raise JobError('worker {} could not be started: {}.'.format(worker + 1, error.strerror)) from error
        threading.Thread(target=self._talk, args=(worker, process), name='of worker {}'.format(worker + 1), daemon=True).start()
        return process

    def _talk(self, worker, process):
        batches = []
        told = [None]
        try:
            self._reports.say(self._dialogue(worker, process, batches, told))
        except (EOFError, OSError):
            self._reports.fail(_ended(worker, process, batches, told[0]))
        except BaseException as error:
            self._reports.fail(error)

    def _dialogue(self, worker, process, batches, told):
        pipe = ProcessPipe(process.stdout, process.stdin)
        pickling = Pickling(lambda: self._measured(worker), False)
        pipe.send((self.setup, worker))
        told[0] = _expected(pipe.receive(), 'ready')
        self._reports.say(worker)
        self._go.wait()
        pipe.send(None)
        while True:
            while len(batches) < batches_ahead(self._mean_ns()):
                taken = self._queue.take_many(batch_size(self._mean_ns(), self._queue.remaining, self.setup.workers))
                if taken is None:
                    break
                self._send(pipe, taken)
                pickling.add(*pipe.last)
                batches.append(taken)
            if not batches:
                break
            _, tasks, ns = _expected(pipe.receive(), 'ran', whole=True)
            batches.pop(0)
            with self._lock:
                self._tasks += tasks
                self._ns += ns
        pipe.send(None)
        report = _expected(pipe.receive(), 'done')
        pipe.send(None)
        pickling.close()
        return dict(report, packed=pickling.times, pickled_bytes=pickling.bytes)

    def _measured(self, worker):
        return ThreadMeasurement(self.setup, 'host', None, 'thread', name='to process {}'.format(worker + 1))

    def _mean_ns(self):
        return self._ns / self._tasks if self._tasks else None

    def _send(self, pipe, taken):
        try:
            pipe.send(taken)
        except (EOFError, OSError):
            raise
        except Exception:
            first, items = taken
            for index, item in enumerate(items, first):
                try:
                    pickle.dumps(item, 4)
                except Exception as error:
                    raise JobError(
                        'item {} can’t be sent to a process ({}): make items of numbers, strings, lists and other things that '
                        'can be pickled, or leave the mode processes out.'.format(index, name_and_message(error)),
                        item=index,
                    ) from error
            raise


def _expected(message, kind, whole=False):
    if message[0] == 'failed':
        failure = dict(message[1])
        raise JobError(failure.pop('message'), **failure)
    if message[0] != kind:
        raise JobError('a worker process said “{}” where “{}” was due: this is an error in Juggler.'.format(message[0], kind))
    return message if whole else message[1]


def _ended(worker, process, batches, path):
    code = process.wait()
    how = 'signal {}'.format(-code) if code < 0 else 'exit code {}'.format(code)
    only = batches[0][0] if len(batches) == 1 and len(batches[0][1]) == 1 else None
    item = only if path is None else item_in_flight(path)
    item = only if item is None else item
    where = ' before its work was done' if item is None else ' while running item {}'.format(item)
    hint = ' The system kills so when the machine’s memory is used up.' if code == -9 else ''
    known = {} if item is None else {'item': item}
    return JobError('worker {} ended with {}{}.{}'.format(worker + 1, how, where, hint), **known)
