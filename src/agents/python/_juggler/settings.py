"""What the recorder wants to know, and where it is told."""

#: The run's private folder.
folder = ''
#: The run's t = 0 on CLOCK_MONOTONIC.
epoch_ns = 0
#: A step of an event loop that takes longer is told as blocking it.
blocked_ns = 20_000_000
#: Between two CPU samples; 0: none are taken.
samples_ns = 0


def take(run_folder, given):
    global folder, epoch_ns, blocked_ns, samples_ns
    folder = run_folder
    epoch_ns = int(given['epochNs'])
    blocked_ns = int(float(given['blockedMs']) * 1e6)
    samples_ns = int(given.get('samplesUs', 0)) * 1000
