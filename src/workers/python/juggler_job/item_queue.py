"""All items in order, each given out once, to whichever thread asks."""
import threading


class ItemQueue:
    def __init__(self, items):
        self._items = items
        self._next = 0
        self._lock = threading.Lock()

    def __len__(self):
        return len(self._items)

    def take(self):
        """(index, item); None if there are no more."""
        with self._lock:
            index = self._next
            if index >= len(self._items):
                return None
            self._next = index + 1
        return index, self._items[index]

    def take_many(self, most):
        """(index of the first, items); None if there are no more."""
        with self._lock:
            first = self._next
            if first >= len(self._items):
                return None
            self._next = min(len(self._items), first + most)
            return first, self._items[first : self._next]

    @property
    def remaining(self):
        return len(self._items) - self._next

    def close(self):
        """A task has failed: nobody begins another."""
        with self._lock:
            self._next = len(self._items)
