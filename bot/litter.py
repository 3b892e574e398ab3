"""Python looks for garbage now and then, and everything else stands still meanwhile."""

import gc


def keep_what_is_there() -> None:
    """What has been loaded stays to the end: it is not looked through for garbage again and again.

    That took a hundred milliseconds each time, in which nobody was answered.
    """
    gc.collect()
    gc.freeze()
