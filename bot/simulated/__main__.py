"""`python -m bot.simulated --port 4012`: the carriers in a process of their own; it outlives the school's."""

import argparse
from datetime import UTC, datetime

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.simulated.carriers import Carriers, app
from bot.simulated.control import routes
from bot.simulated.post import http_post


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bot.simulated", description=__doc__)
    parser.add_argument("--port", type=int, default=4012)
    port = parser.parse_args().port
    carriers = Carriers(lambda: datetime.now(UTC), http_post, address=f"http://127.0.0.1:{port}")
    served = Starlette(routes=[*routes(carriers), Mount("/", app(carriers))])
    # Words and numbers stand in these requests: no access log, also for what is pretended.
    server = uvicorn.Config(
        served, "127.0.0.1", port, access_log=False, timeout_graceful_shutdown=1, timeout_keep_alive=60
    )
    uvicorn.Server(server).run()


if __name__ == "__main__":
    main()
