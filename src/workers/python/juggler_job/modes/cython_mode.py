from ..cython_build import load_compiled
from .threads_mode import ThreadsMode


class CythonMode(ThreadsMode):
    """The compiled `run` on threads: where it releases the GIL, they run at the same time."""

    def function_of(self, work):
        # Without a source of its own, it is the module itself that was compiled and loaded.
        return work.run if self.setup.compiled is None else load_compiled(self.setup.compiled)
