"""One base, many clients: a finished PDF whose slots are filled at the speed of the disk.

Nothing here imports the engine or a PDF library, but for `making`, which makes a base.
"""
