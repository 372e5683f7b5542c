"""What this process tells, thread by thread, into its ring; a forked child has a ring of its own."""
import os
import sys
from itertools import count

from . import kinds, settings
from .originals import at_exit, at_fork, get_ident, get_native_id, getpid, getppid, now, os_stat
from .ring import Ring

_FIRST_SLOTS = 1 << 12
_MORE_SLOTS = 1 << 16
#: Names beyond this many are all told as one: a server may see a new address with every request.
_MOST_STRINGS = 20_000
_LONGEST = 200
_TOO_MANY = '…'
_LOOK_AFTER_DROPS = 4096


class Teller:
    """`row(kind, series, …)` with the fields of its kind; `series` is the number of a thread, times are since `epoch`."""

    def __init__(self):
        self.epoch = settings.epoch_ns
        self.rings = []
        #: Of parents: before Python 3.13 letting go of a mapping closes a descriptor, which may be the program's by now.
        self._past = []
        self.pid = 0
        self._strings = {'': 0}
        #: Taken in one step: another thread may come in between.
        self._next_string = count(1).__next__
        self._series = {}
        #: Native numbers of the threads that have said hello, by identity.
        self._natives = {}
        self._main = 0
        self._numbers = count(1).__next__
        #: Called with the number of each thread that ends.
        self.leaving = []
        #: Called once nothing is told any more.
        self.silenced = []
        self._drops = 0
        self._name = ''
        self._open(now())

    def series(self):
        """Number of the calling thread."""
        number = self._series.get(get_ident())
        return self.introduce(None, None) if number is None else number

    def known(self):
        """The same, or None where the calling thread has not said hello."""
        return self._series.get(get_ident())

    def number_of(self, ident):
        """Of a thread by its identity; None: it has not said hello."""
        return self._series.get(ident)

    def is_greenlet(self):
        """What `threading` takes for a thread that begins runs in one that has said hello: gevent and eventlet do so."""
        native = self._natives.get(get_ident())
        return native is not None and native == get_native_id()

    def introduce(self, name, started_by, kind='worker'):
        """Says hello for the calling thread. A name of None: it was not started by `threading`."""
        number = self._numbers()
        self._hello(kind, number, name or 'thread', started_by)
        ident = get_ident()
        self._natives[ident] = get_native_id()
        self._series[ident] = number
        return number

    def leave(self, at):
        """The calling thread ends."""
        ident = get_ident()
        number = self._series.pop(ident, None)
        self._natives.pop(ident, None)
        if number is not None:
            for hear in self.leaving:
                hear(number)
            self.row(kinds.END, number, at - self.epoch)

    def string(self, text):
        index = self._strings.get(text)
        return self._add(text) if index is None else index

    def _add(self, text):
        short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'
        if len(self._strings) >= _MOST_STRINGS:
            if short != _TOO_MANY:
                return self.string(_TOO_MANY)
        index = self._next_string()
        if self._text(kinds.STRINGS, 0, index, short):
            self._strings[text] = index
            return index
        return 0

    def _text(self, kind, series, index, text):
        data = text.encode('utf-8', 'replace')
        ring = self.rings[-1]
        if ring.text(kind, series, index, data):
            return True
        return self._is_past(ring) and self.rings[-1].text(kind, series, index, data)

    def _open(self, at):
        if not settings.is_read():
            raise OSError('nobody reads')
        self.pid = getpid()
        self._name = '%d-%d' % (self.pid, at)
        self.rings.append(Ring(self._path(0), _FIRST_SLOTS, self._dropped, self._grow))
        self.row = self.rings[-1].row
        self._hello('main', self._main, _program(), None)
        # Garbage may be collected at any moment, and is told of those that have said hello.
        self._series[get_ident()] = self._main
        self._natives[get_ident()] = get_native_id()

    def _path(self, part):
        return os.path.join(settings.folder, '%s-%d.ring' % (self._name, part))

    def _grow(self):
        """The first, small ring fills faster than it is read: a program that tells so much gets a bigger one."""
        if not settings.is_read():
            return False
        try:
            ring = Ring(self._path(1), _MORE_SLOTS, self._dropped)
        except OSError:
            return True
        self.rings.append(ring)
        self.row = ring.row
        return True

    def _dropped(self, ring, *row):
        if self._is_past(ring):
            return self.row(*row)
        self._drops += 1
        if self._drops % _LOOK_AFTER_DROPS == 0 and not settings.is_read():
            self.silence()
        return None

    def _is_past(self, ring):
        """Another thread may have been about to write to the former ring: its row goes into the new one."""
        if ring is self.rings[-1]:
            return False
        ring.moved()
        return True

    def _hello(self, kind, number, name, started_by):
        text = (
            '{"epochNs":"%d","at":%d,"pid":%d,"parentPid":%d,"tid":%d,"kind":"%s","thread":%d,"name":%s,'
            '"runtime":{"name":"python","version":%s},"startedBy":"context","madeBy":%s,"pidNamespace":%s}'
        ) % (
            settings.told_epoch_ns,
            now() - self.epoch,
            self.pid,
            getppid(),
            get_native_id(),
            kind,
            number,
            quoted(name),
            quoted(_version()),
            'null' if started_by is None else started_by,
            _pid_namespace(),
        )
        self._text(kinds.HELLO, number, 0, text)

    def forked(self):
        """In the child: only the calling thread is there, and what the parent told is the parent's."""
        settings.find_epoch()
        self.epoch = settings.epoch_ns
        self._past += self.rings
        self.rings = []
        self._strings = {'': 0}
        self._next_string = count(1).__next__
        self._series = {}
        self._natives = {}
        self._main = 0
        try:
            self._open(now())
        except OSError:
            self.silence()

    def silence(self):
        self.row = lambda *_: None
        self._text = lambda *_: False
        for call in self.silenced:
            call()

    def end(self):
        if getpid() == self.pid:
            self.row(kinds.END, self._series.get(get_ident(), self._main), now() - self.epoch)


def _pid_namespace():
    """The numbers of processes and threads are of this one."""
    try:
        return os_stat('/proc/self/ns/pid').st_ino
    except OSError:
        return 'null'


def _version():
    about = '.'.join(str(part) for part in sys.version_info[:3])
    return about if getattr(sys, '_is_gil_enabled', lambda: True)() else about + ' free-threaded'


def _program():
    """Its arguments are not known yet: those that the kernel has are."""
    return os.path.basename(sys.executable or 'python')


def quoted(text):
    """As JSON, without loading the module for it."""
    return '"%s"' % ''.join(
        c if c.isprintable() and c not in '"\\' else '\\u%04x' % (ord(c) & 0xFFFF) for c in text[:200]
    )


tell = None


def begin():
    """Raises where the ring can't be made."""
    global tell
    tell = teller = Teller()
    # Bound to the teller, and so to its rings: they are let go of after all that is the program's.
    at_fork(after_in_child=teller.forked)
    at_exit(teller.end)
