"""`python3 -m bot`. Plain enough for an old Python to read, so that it can say what is missing."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (this line is for the Python that is too old)
    sys.stderr.write(
        "Aho needs Python 3.11 or newer, and this is {}.{}: please install a newer one and start Aho with "
        "it, for example python3.12 -m bot.\n".format(*sys.version_info)
    )
    sys.exit(1)

if __name__ == "__main__":
    from bot import install

    code = install.enter(sys.argv[1:])
    if code is None:
        from bot.main import main

        code = main(sys.argv[1:])
    sys.exit(code)
