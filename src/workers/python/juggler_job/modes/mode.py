"""What a mode does, and when."""


class Mode:
    """open (start-up: workers are made) → work (all items) → finish; stop at any time."""

    #: The host's main thread runs the items itself: the first report is its own.
    is_local = False
    has_loop = False
    #: Whose event loop it is, for people.
    loop_thread = 'main'
    #: Name of the user's function that the loop's steps run; None: it is no function of theirs.
    loop_function = None

    def __init__(self, setup):
        self.setup = setup

    def open(self, work, items, measurement):
        raise NotImplementedError

    def work(self):
        """@returns a report for each thread or process that ran items. @raises ItemError, JobError"""
        raise NotImplementedError

    def finish(self):
        """Lets workers end in order."""

    def stop(self):
        """Ends worker processes at once; threads end with the host."""

    def notices(self, work):
        """Sentences for whoever reads the result."""
        return []
