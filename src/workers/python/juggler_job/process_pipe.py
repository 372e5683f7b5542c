"""Messages between the host and a worker process: pickles over its standard input and output, each after its length."""
import pickle
import struct

from .clock import now_ns

_length = struct.Struct('<Q')


class ProcessPipe:
    """`last`: when (un)pickling the last message began and ended, and its bytes."""

    def __init__(self, reader, writer):
        self._reader = reader
        self._writer = writer
        self.last = (0, 0, 0)

    def send(self, message):
        """@raises Exception where it can't be pickled; OSError where the other side is gone."""
        began = now_ns()
        data = pickle.dumps(message, 4)
        self.last = (began, now_ns(), len(data))
        self._writer.write(_length.pack(len(data)) + data)
        self._writer.flush()

    def receive(self):
        """@raises EOFError once the other side is gone."""
        header = self._reader.read(_length.size)
        if len(header) < _length.size:
            raise EOFError
        (size,) = _length.unpack(header)
        data = self._reader.read(size)
        if len(data) < size:
            raise EOFError
        began = now_ns()
        message = pickle.loads(data)
        self.last = (began, now_ns(), size)
        return message
