"""How many cores there are, and who may use them."""

import os

from threadpoolctl import threadpool_limits

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def leave_cores_to_networks() -> None:
    """Let numpy multiply on the calling thread alone, in the whole process and from now on.

    Its products here are small. Shared among threads they are no faster, and the threads then spin
    for a while in wait of more, on cores that the networks need: an answer cost twice as much.
    """
    threadpool_limits(limits=1, user_api="blas")
