import queue


class Reports:
    """What the workers of a pool say, in turns: that they are ready, and how it went."""

    def __init__(self, workers, items):
        """@param items closed when one of them fails: nobody begins another"""
        self._workers = workers
        self._items = items
        self._said = queue.SimpleQueue()

    def say(self, what):
        self._said.put((what, None))

    def fail(self, error):
        self._said.put((None, error))

    def hear_all(self):
        """Of every worker the next thing it says. @raises what the first that failed has raised"""
        heard = []
        for _ in range(self._workers):
            said, error = self._said.get()
            if error is not None:
                self._items.close()
                raise error
            heard.append(said)
        return heard
