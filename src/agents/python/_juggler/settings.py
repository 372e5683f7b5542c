"""Settings lie in a file beside the agent: a child may be given an environment of its own."""
import os

#: The run's private folder.
folder = ''
#: The run's t = 0 on CLOCK_MONOTONIC.
epoch_ns = 0
#: A step of an event loop that takes longer is told as blocking it.
blocked_ns = 20_000_000


def read(agent):
    global folder, epoch_ns, blocked_ns
    folder = os.path.dirname(agent)
    with open(os.path.join(agent, 'settings'), encoding='ascii') as file:
        known = dict(line.split() for line in file)
    epoch_ns = int(known['epochNs'])
    blocked_ns = int(float(known['blockedMs']) * 1e6)
