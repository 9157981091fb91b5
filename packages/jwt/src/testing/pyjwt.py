"""Answers one JSON line for each JSON line: what PyJWT makes of a token, or a token that PyJWT makes."""
import json
import sys

import jwt
from jwt.algorithms import get_default_algorithms

ALGORITHMS = get_default_algorithms()
prepared = {}


def key_of(text, algorithm):
    """PyJWT's own reading of a key, once: reading an RSA key takes longer than all else."""
    if (text, algorithm) not in prepared:
        prepared[text, algorithm] = ALGORITHMS[algorithm].prepare_key(text)
    return prepared[text, algorithm]


def answer(request):
    if request["do"] == "encode":
        return {"token": jwt.encode(request["claims"], key_of(request["key"], request["algorithm"]), algorithm=request["algorithm"])}
    try:
        claims = jwt.decode(
            request["token"],
            key_of(request["key"], request["algorithms"][0]),
            algorithms=request["algorithms"],
            options=request.get("options", {}),
            audience=request.get("audience"),
            issuer=request.get("issuer"),
            leeway=request.get("leeway", 0),
        )
        return {"claims": claims}
    except Exception as error:  # every class is an outcome to compare, also those that PyJWT should not raise
        return {"error": type(error).__name__}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))))
