"""`python -m tests.operations.provider PORT`: a login provider that knows one person, in a process of its own."""

import sys
import threading
import warnings

if __name__ == "__main__":
    warnings.simplefilter("ignore")
    from oidc_provider_mock import User, run_server_in_thread

    anna = User(sub="anna", claims={"name": "Anna Prøve", "email": "anna@prøve.example", "groups": ["Ledere"]})
    with run_server_in_thread(port=int(sys.argv[1]), user_claims=[anna]):
        threading.Event().wait()
