"""A ring of slots of 64 bytes in a mapped file: what was written is the kernel's, whatever becomes of the process.

    slot      u32 kind | u32 series | 48 bytes: six f64, or a piece of text | u64 seal: 1 + the slot's number
    trailer   u32 magic | u32 version | u32 slots | u32 moved | u64 read (by the recorder) | u64 dropped | 32 bytes

A writer takes the next number, which is one step under the GIL, and fills its slot from front to back: a slot counts once
its seal is right. Where the recorder is a whole ring behind, rows are dropped and counted instead of waiting for it.
"""
import mmap
import os
import sys
from itertools import count
from struct import Struct

from .originals import HAS_GIL, allocate_lock, os_close, os_open, os_write, posix_fallocate

SLOT = 64
TEXT_BYTES = 40
MAGIC = 0x4252474A
VERSION = 1
_ROW = Struct('<IIddddddQ')
_TEXT = Struct('<IIIHH40sQ')
_TRAILER = Struct('<IIIIQQ32x')
_NUMBER = Struct('<Q')
_COUNT = Struct('<I')


class Ring:
    """One mapped file. `slots` is a power of two. Raises OSError where there is no room for it.

    `on_full(ring, …)`: a row for which there is no slot. `on_filling()`: three quarters of it wait to be read; until that is True.
    """

    def __init__(self, path, slots, on_full, on_filling=None):
        self._moved = 0
        self._slots = slots
        self._limit = slots if on_filling is None else slots - slots // 4
        self._trailer = slots * SLOT
        self._memory = _map(path, self._trailer + _TRAILER.size)
        self._on_full = on_full
        self._on_filling = on_filling
        self._take = _counter()
        _TRAILER.pack_into(self._memory, self._trailer, MAGIC, VERSION, slots, 0, 0, 0)
        self.row = self._writer()

    def _writer(self):
        memory, take, pack, mask, room = self._memory, self._take, _ROW.pack_into, self._slots - 1, self._room
        limit = self._limit

        def row(kind, series, a=0.0, b=0.0, c=0.0, d=0.0, e=0.0, f=0.0):
            nonlocal limit
            number = take()
            if number >= limit:
                limit = room(number)
                if number >= limit:
                    return self._on_full(self, kind, series, a, b, c, d, e, f)
            pack(memory, (number & mask) << 6, kind, series, a, b, c, d, e, f, number + 1)

        return row

    def text(self, kind, series, index, data):
        """Up to 65,535 bytes, in pieces of 40."""
        for offset in range(0, len(data), TEXT_BYTES):
            number = self._take()
            if number >= self._limit:
                self._limit = self._room(number)
                if number >= self._limit:
                    return False
            piece = data[offset : offset + TEXT_BYTES]
            at = (number & (self._slots - 1)) << 6
            _TEXT.pack_into(self._memory, at, kind, series, index, len(data), offset, piece, number + 1)
        return True

    def moved(self):
        """A row that found no slot is told in another ring."""
        self._moved += 1
        _COUNT.pack_into(self._memory, self._trailer + 12, self._moved)

    def _room(self, number):
        """The number from which on this is to be asked again; where that is not above `number`, its row will be dropped."""
        limit = _NUMBER.unpack_from(self._memory, self._trailer + 16)[0] + self._slots
        if number >= limit:
            _NUMBER.pack_into(self._memory, self._trailer + 24, number + 1)
        elif self._on_filling is not None:
            if number < limit - self._slots // 4:
                return limit - self._slots // 4
            filling, self._on_filling = self._on_filling, None
            if not filling():
                self._on_filling = filling
        return limit


def _counter():
    take = count().__next__
    if HAS_GIL:
        return take
    lock = allocate_lock()

    def locked():
        with lock:
            return take()

    return locked


def _map(path, size):
    file = os_open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, 'O_CLOEXEC', 0), 0o600)
    try:
        # A page for which the disk has no room would be a SIGBUS when it is written to.
        try:
            posix_fallocate(file, 0, size)
        except (TypeError, OSError):
            if os_write(file, bytes(size)) != size:
                raise OSError('no room for ' + path)
        # Before 3.13 the mapping keeps a descriptor of its own.
        return mmap.mmap(file, size, **({'trackfd': False} if sys.version_info >= (3, 13) else {}))
    finally:
        os_close(file)
