"""Adds up square roots: pure computing, in slices of equal length."""
from math import sqrt


def items(count, seed, parameters):
    steps = round(parameters['millions'] * 1e6)
    return [(steps * index // count, steps * (index + 1) // count) for index in range(count)]


def open_work(parameters, shared):
    return {'run': run}


def run(item):
    first, end = item
    total = 0.0
    for step in range(first, end):
        total += sqrt(step)
    return total
