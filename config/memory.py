"""How a process that answers pages looks after its memory."""

import gc

OBJECTS = 20_000  # a page makes a few thousand and leaves no cycles: looking after every 700 finds nothing


def settle():
    """What is loaded by now stays: the collector of cycles need not walk it again with every few pages."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS, 20, 20)
