"""Somebody who is in a thread already brings a code for another: the same door as for strangers."""

from handlers.stranger import code
from handlers.stranger.code import wants as wants

handle = code.handle
