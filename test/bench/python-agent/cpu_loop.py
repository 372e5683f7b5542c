"""Computes; prints how long it took, in ms."""
import time


def compute(steps):
    total = 0
    things = []
    for number in range(steps):
        total += number * number % 7
        if number % 1000 == 0:
            things.append({'number': number, 'total': [total]})
    return total


begun = time.perf_counter()
compute(4_000_000)
print((time.perf_counter() - begun) * 1000)
