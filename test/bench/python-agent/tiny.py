"""Does next to nothing, for longer than a sampling profiler's first look; prints how long it took, in ms."""
import time

begun = time.perf_counter()
time.sleep(0.3)
print((time.perf_counter() - begun) * 1000)
