"""What no setting of schemathesis does."""

import itertools
import json
import os
import re

import schemathesis

# What exists on the instance, by the name of the path parameter.
_KNOWN = json.loads(os.environ["HEDDLE_FUZZ_KNOWN"])
_VALID_KEY = re.compile(r"[!-~]{1,200}")
# Answers without an end where the chaincode exists, so that it never does.
_ENDLESS = "/chaincodes/{chaincodeId}/events"
_NO_CHAINCODE = "00000000-0000-4000-8000-000000000000"
# The longest that a request may ask the API to wait for news, in milliseconds; the API takes 20,000.
_LONGEST_WAIT = 100
_numbers = itertools.count()


@schemathesis.hook
def before_call(context, case, kwargs):
    number = next(_numbers)
    _name_what_exists(case, number)
    _name_no_endless_answer(case)
    _give_own_key(case, number)
    _shorten_wait(case)


def _name_what_exists(case, number):
    """Ids that are made up lead no further than to 404: three of four valid ones become those of what exists."""
    meta = case.meta
    if meta is None or meta.phase.name.value == "stateful" or number % 4 == 0:
        return
    if any(part.value == "path" and info.mode.is_negative for part, info in meta.components.items()):
        return
    for name in case.path_parameters or {}:
        if name in _KNOWN:
            case.path_parameters[name] = _KNOWN[name][number % len(_KNOWN[name])]


def _name_no_endless_answer(case):
    """Ids of answers are used again, so that a chaincode that exists may be named without our help."""
    parameters = case.path_parameters or {}
    if case.operation.path.endswith(_ENDLESS) and parameters.get("chaincodeId") in _KNOWN["chaincodeId"]:
        parameters["chaincodeId"] = _NO_CHAINCODE


def _give_own_key(case, number):
    """A key of another request stops a request before its route: each valid one becomes a key of its own."""
    key = (case.headers or {}).get("Idempotency-Key")
    if isinstance(key, str) and _VALID_KEY.fullmatch(key):
        case.headers["Idempotency-Key"] = f"{key[:180]}-{number}"


def _shorten_wait(case):
    """Requests that wait for news that does not come would take most of the time of a run."""
    wait = str((case.query or {}).get("waitMs", ""))
    if wait.isdecimal() and _LONGEST_WAIT < int(wait) <= 20_000:
        case.query["waitMs"] = _LONGEST_WAIT
