"""A task that kills whoever does it, as a bug in a library might."""

import os
import signal


def deadly(shard, settings, tick):
    """Die of shard 3."""
    tick(1, 2, 3, 4)
    if shard == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return f"{settings} {shard}"
