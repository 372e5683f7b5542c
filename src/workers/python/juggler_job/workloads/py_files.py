"""Reads files and digests them; both release the GIL."""
import hashlib
import os
import random


def prepare(count, seed, parameters, spec):
    """@returns the folder of the files, inside the run's private one"""
    folder = os.path.join(spec['folder'], 'files')
    os.makedirs(folder, mode=0o700, exist_ok=True)
    size = round(parameters['kilobytes']) * 1024
    for index in range(count):
        chunk = random.Random(seed * 1_000_003 + index).getrandbits(8 * 4096).to_bytes(4096, 'little')
        with open(os.path.join(folder, '{}.bin'.format(index)), 'wb') as file:
            file.write((chunk * (size // 4096 + 1))[:size])
    return folder


def items(count, seed, parameters):
    return list(range(count))


def open_work(parameters, folder):
    passes = round(parameters['passes'])

    def run(index):
        with open(os.path.join(folder, '{}.bin'.format(index)), 'rb') as file:
            content = file.read()
        digest = ''
        for _ in range(passes):
            digest = hashlib.sha256(content + digest.encode()).hexdigest()
        return digest

    return {'run': run}
