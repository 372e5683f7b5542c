"""The built-in workloads; what they do is told in workers/workloads/python-workloads.ts."""
