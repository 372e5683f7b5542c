"""Eight threads that compute and take turns with the GIL; prints how long it took, in ms."""
import threading
import time


def compute():
    total = 0
    for number in range(500_000):
        total += number * number % 7


begun = time.perf_counter()
threads = [threading.Thread(target=compute) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print((time.perf_counter() - begun) * 1000)
