"""An event loop of asyncio that knows how long it has waited for something to do."""
import asyncio
import selectors

from ..clock import now_ns
from ..loop_sampler import RESOLUTION_S


class TimedSelector(selectors.DefaultSelector):
    idle_ns = 0

    def select(self, timeout=None):
        began = now_ns()
        try:
            return super().select(timeout)
        finally:
            self.idle_ns += now_ns() - began


def timed_loop():
    """@returns (a new event loop, how long it was idle in ns so far)"""
    selector = TimedSelector()
    return asyncio.SelectorEventLoop(selector), lambda: selector.idle_ns


def sample(loop, sampler):
    """Looks at the loop every 10 ms. @returns what ends that"""
    handle = [None]

    def tick():
        sampler.tick()
        handle[0] = loop.call_later(RESOLUTION_S, tick)

    handle[0] = loop.call_later(RESOLUTION_S, tick)
    return lambda: handle[0].cancel()


async def run_concurrently(queue, in_flight, start):
    """Up to `in_flight` items at once. The first failure ends it; what is in flight is left alone."""

    async def take_turns(slot):
        taken = queue.take()
        while taken is not None:
            await start(taken[0], taken[1], slot)
            taken = queue.take()

    slots = max(1, min(in_flight, len(queue), 0x10000))
    try:
        await asyncio.gather(*[take_turns(slot) for slot in range(slots)])
    except BaseException:
        queue.close()
        raise
