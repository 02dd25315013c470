"""The lab's scenario on each engine, every one in a process of its own that answers on standard output."""
