"""What one Python process tells of itself: threads, event loops, tasks, executors, garbage, marks.

    hooks ──> teller ──> ring, a file of the run's private folder mapped into memory <── recorder

Nothing here may change what the program does: no output, no thread that it could see, no open file of its own, no
frame in a traceback.
The standard library alone, Python 3.8 and later; modules are loaded when the program imports what they watch.
"""


def start(folder, given, loaded):
    """Begins in this process. `folder`: the run's private one; `loaded`: names of the modules that were there before. Raises where it can't write: then nothing of the program was touched."""
    from . import settings, teller

    settings.take(folder, given)
    teller.begin()
    # What these tell with is there now.
    from . import garbage, hooks

    garbage.watch()
    if settings.samples_ns:
        from . import samples

        samples.begin()
    hooks.install(loaded)
