"""
What a thread appends to its own file in the run's folder (the format is told in core/protocol/frames.ts):

    frame = u32 kind | u32 payload length | payload, padded to a multiple of 8      (little endian)

Rows are f64. Whole frames go out with one write each: a killed process leaves at most one that is cut off.
"""
import json
import os
import struct

HELLO, TASK_START, TASK, LOOP, CPU, PHASE, FAILURE, SUMMARY, PICKLE = range(1, 10)

FLUSH_PERIOD_NS = 20_000_000
FLUSH_BYTES = 96 * 1024
# A task may never return: its start is told sooner than its end, the first ones at once.
STARTS_TOLD_AT_ONCE = 32
START_PERIOD_NS = 2_000_000

_header = struct.Struct('<II').pack
_start_row = struct.Struct('<3d').pack
_task_row = struct.Struct('<9d').pack
_three = struct.Struct('<3d').pack
_TASK_ROW_BYTES = 72


class FrameFile:
    """The file of one thread. A full disk never ends the work: recording stops, and `trouble` says why."""

    def __init__(self, path):
        self._path = path
        self.trouble = None
        self._descriptor = None
        try:
            self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, 'O_BINARY', 0), 0o600)
        except OSError as error:
            self._stop(error)

    def write(self, data):
        if self._descriptor is None or not data:
            return
        try:
            written = os.write(self._descriptor, data)
            while written < len(data):
                data = data[written:]
                written = os.write(self._descriptor, data)
        except OSError as error:
            self._stop(error)

    def close(self):
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _stop(self, error):
        self.trouble = 'Recording to {} stopped ({}); the work went on.'.format(self._path, error.strerror or error)
        self.close()


class FrameWriter:
    """Collects the rows of one thread. Times are nanoseconds since the run's t = 0."""

    def __init__(self, file):
        self._file = file
        self._tasks = []
        self._starts = []
        self._loops = []
        self._cpus = []
        self._pickles = []
        self._untold = {}
        self._told = 0
        self._flushed_at = 0

    def started(self, item, start, slot):
        """Before a task's first instruction: should it never return, its start is in the file."""
        self._untold[item] = (start, slot)
        self._told += 1
        if self._told <= STARTS_TOLD_AT_ONCE or start - self._flushed_at >= START_PERIOD_NS:
            self.flush(start)

    def ended(self, item, start, run_end, end, slot, head, tail, result_hash):
        self._untold.pop(item, None)
        high, low = result_hash >> 32, result_hash & 0xFFFFFFFF
        self._tasks.append(_task_row(item, start, run_end, end, slot, head, tail, high, low))
        if end - self._flushed_at >= FLUSH_PERIOD_NS or len(self._tasks) * _TASK_ROW_BYTES >= FLUSH_BYTES:
            self.flush(end)

    def loop(self, at, lag_max, utilisation):
        self._loops.append(_three(at, lag_max, utilisation))

    def cpu(self, at, thread, process):
        self._cpus.append(_three(at, thread, process))

    def pickled(self, start, end, unpacks):
        self._pickles.append(_three(start, end, unpacks))
        self.flush_if_due(end)

    def json(self, kind, value, now):
        """Written at once, after the rows that came before it."""
        self.flush(now)
        text = json.dumps(value).encode()
        self._file.write(_header(kind, len(text)) + text + bytes(-len(text) % 8))

    def flush_if_due(self, now):
        if now - self._flushed_at >= FLUSH_PERIOD_NS:
            self.flush(now)

    def flush(self, now):
        self._flushed_at = now
        for item, (start, slot) in self._untold.items():
            self._starts.append(_start_row(item, start, slot))
        self._untold.clear()
        # Ends before starts: a reader that keeps a list of tasks in flight needs no second look.
        kinds = (
            (TASK, self._tasks),
            (TASK_START, self._starts),
            (LOOP, self._loops),
            (CPU, self._cpus),
            (PICKLE, self._pickles),
        )
        frames = [_frame(kind, rows) for kind, rows in kinds if rows]
        for _, rows in kinds:
            rows.clear()
        self._file.write(b''.join(frames))


def _frame(kind, rows):
    payload = b''.join(rows)
    return _header(kind, len(payload)) + payload


def item_in_flight(path):
    """The item that a dead worker was running, by the file it leaves; None if there is none, or it can't be read."""
    running = []
    try:
        with open(path, 'rb') as file:
            data = file.read()
    except OSError:
        return None
    at = 0
    while at + 8 <= len(data):
        kind, length = struct.unpack_from('<II', data, at)
        payload = data[at + 8 : at + 8 + length]
        if len(payload) < length:
            break
        at += 8 + length + (-length % 8)
        if kind in (TASK_START, TASK):
            width = 24 if kind == TASK_START else _TASK_ROW_BYTES
            for row in range(0, length, width):
                item = int(struct.unpack_from('<d', payload, row)[0])
                if kind == TASK_START:
                    running.append(item)
                elif item in running:
                    running.remove(item)
    return running[-1] if running else None
