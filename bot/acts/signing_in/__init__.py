"""The ways into the console: a link or code by chat, a password, a second step; and how long to wait in between."""
