"""`python -m tests.server.run_server HOME PORT [demo]`: the real server on a page of the tests."""

import sys
from pathlib import Path

from dashboard import server
from pipelines.home import open_home
from pipelines.problems import Problem

if __name__ == "__main__":
    server.SCRIPT = Path(__file__).with_name("plain_page.py")
    try:
        server.serve(open_home(Path(sys.argv[1])), port=int(sys.argv[2]), demo="demo" in sys.argv)
    except Problem as problem:
        sys.stderr.write(f"{problem}\n")
        sys.exit(problem.exit_code)
