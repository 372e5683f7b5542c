"""A pool of four processes that does 2000 small jobs; prints how long it took, in ms."""
import multiprocessing
import time


def job(number):
    total = 0
    for step in range(5000):
        total += step * number % 7
    return total


if __name__ == '__main__':
    begun = time.perf_counter()
    with multiprocessing.get_context('fork').Pool(4) as pool:
        for _ in pool.imap_unordered(job, range(2000)):
            pass
        pool.close()
        pool.join()
    print((time.perf_counter() - begun) * 1000)
