"""Collections of the cyclic garbage collector. Most take microseconds: they are not told."""
import gc

from . import kinds
from .originals import at_exit, now
from .teller import tell

_SHORTEST_NS = 100_000


def watch():
    begun = 0

    def collected(phase, info):
        nonlocal begun
        if phase == 'start':
            begun = now()
            return
        ended = now()
        # It holds the GIL: there is one at a time.
        if ended - begun < _SHORTEST_NS:
            return
        # A thread that begins may collect before it has a name.
        number = tell.known()
        if number is not None:
            epoch = tell.epoch
            tell.row(kinds.GARBAGE, number, begun - epoch, ended - epoch, kinds.GENERATION_0 + info['generation'])

    def over():
        if collected in gc.callbacks:
            gc.callbacks.remove(collected)

    gc.callbacks.append(collected)
    # What it needs is gone when the interpreter takes itself apart.
    at_exit(over)
