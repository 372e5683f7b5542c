"""How many rows of one sort a second may bring: as many at once, what lasts in part and evenly. The rest is counted."""
from . import kinds
from .teller import tell

_TELL_NS = 1_000_000_000


class Budget:
    __slots__ = ('_what', '_most', '_per_ns', '_left', '_filled', '_untold', '_since')

    def __init__(self, what, most, per_second):
        self._what = what
        self._most = self._left = most
        self._per_ns = per_second / 1e9
        self._filled = self._untold = self._since = 0

    def take(self, at):
        """Whether one more may be told."""
        if self._left < 1:
            self._left = min(self._most, (at - self._filled) * self._per_ns)
            self._filled = at
            if self._untold and at - self._since > _TELL_NS:
                self.settle(at)
        if self._left >= 1:
            self._left -= 1
            return True
        if not self._untold:
            self._since = at
        self._untold += 1
        return False

    def settle(self, at):
        """Tells what was left out so far."""
        if self._untold:
            epoch = tell.epoch
            tell.row(kinds.UNTOLD, tell.series(), self._what, self._since - epoch, at - epoch, self._untold)
            self._untold = 0
