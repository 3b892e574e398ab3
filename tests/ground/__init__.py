"""The ground the tests stand on: databases, a browser, a closed network."""
