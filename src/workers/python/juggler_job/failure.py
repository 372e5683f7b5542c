"""What ended a run, for people: a sentence, the item if it is known, and the user's traceback without our frames."""
import os
import traceback

_OWN_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep


class ItemError(Exception):
    """An item that failed; `__cause__` is what was raised."""

    def __init__(self, item):
        super().__init__('item {} failed'.format(item))
        self.item = item


class JobError(Exception):
    """A failure that has been put into words."""

    def __init__(self, message, **known):
        super().__init__(message)
        self.failure = dict(known, message=message)


def failure_of(error, before):
    """@param before what was going on, for errors that aren't of an item: "loading work.py failed"."""
    from .structural_hash import NotComparable

    if isinstance(error, JobError):
        return error.failure
    if not isinstance(error, ItemError):
        return dict(message='{}: {}'.format(before, name_and_message(error)), **stack_of(error))
    cause = error.__cause__
    if isinstance(cause, NotComparable):
        return {'message': 'item {} {}.'.format(error.item, cause), 'item': error.item}
    if isinstance(cause, SystemExit):
        message = 'item {} ended the program: it called sys.exit({!r})'.format(error.item, cause.code)
    else:
        message = 'item {} failed: {}'.format(error.item, name_and_message(cause))
    return dict(message=message, item=error.item, **stack_of(cause))


def name_and_message(error):
    """`ValueError: no such thing`."""
    try:
        text = str(error)
    except Exception:
        text = 'its message could not be read'
    name = type(error).__name__
    return name if text == '' else '{}: {}'.format(name, text)


def stack_of(error):
    """The traceback as Python prints it, but for the frames of ours and those of the import machinery."""
    try:
        told = traceback.TracebackException.from_exception(error)
        _without_ours(told, set())
        return {'stack': ''.join(told.format()).rstrip()}
    except Exception:
        return {}


def _without_ours(told, seen):
    if told is None or id(told) in seen:
        return
    seen.add(id(told))
    kept = [entry for entry in told.stack if not _is_ours(entry.filename)]
    told.stack = traceback.StackSummary.from_list(kept)
    _without_ours(told.__cause__, seen)
    _without_ours(told.__context__, seen)


def _is_ours(filename):
    return filename.startswith(_OWN_FOLDER) and 'workloads' not in filename or filename.startswith('<frozen importlib')
