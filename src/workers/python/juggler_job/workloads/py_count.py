"""Adds 1 to a number, over and over."""


def items(count, seed, parameters):
    return [round(parameters['millions'] * 1e6)] * count


def open_work(parameters, shared):
    return {'run': run}


def run(steps):
    x = 0
    for _ in range(steps):
        x += 1
    return x
