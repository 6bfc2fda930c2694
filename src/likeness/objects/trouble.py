"""What servers answer when they do not do as asked, in plain words: the one file that knows."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal

from likeness.errors import StoreUnavailableError

Kind = Literal[
    "gone",  # no such object
    "changed",  # not the state of the object that was asked for
    "beyond",  # the object ends before the range that was asked for
    "denied",  # these keys may not do this to this object
    "archived",  # kept on tape: to be asked for first
    "unreachable",  # no connection; worth another try
    "passing",  # worth another try
    "refused",  # will not work until somebody changes something
]


class ObjectError(StoreUnavailableError):
    """A request about a bucket that was not answered as asked."""

    def __init__(self, kind: Kind, message: str) -> None:
        super().__init__(message)
        self.kind: Kind = kind

    @property
    def passing(self) -> bool:
        """Whether the same request may work later."""
        return self.kind in {"unreachable", "passing"}


# What the words of obstore (Rust: hyper, rustls) and of httpx (Python: OpenSSL) come down to.
# Looked for in this order.
CONNECTIONS: tuple[tuple[str, Kind, str, str], ...] = (
    (
        r"dns error|failed to lookup|name or service not known|nodename|name resolution",
        "unreachable",
        "no server has this name",
        "Check s3.endpoint and the network",
    ),
    (
        r"certificate|unknownissuer|invalidmessage|wrong.version|record.layer|\bssl\b|tlsv1",
        "refused",
        "the encrypted connection (TLS) cannot be made",
        "Check https in s3.endpoint, and that this machine trusts the server's certificate",
    ),
    (  # the last: a redirect, see `NOWHERE` in bucket.py
        r"without location|bareredirect|\b127\.0\.0\.1:0\b",
        "refused",
        "the bucket lies in another region",
        "Set s3.region, and s3.endpoint if it names a region",
    ),
    (
        r"connection ?refused",
        "unreachable",
        "nothing answers there",
        "Check that the server runs and that s3.endpoint names its port",
    ),
    (
        r"timed ?out|kind: timeout",
        "unreachable",
        "it did not answer in time",
        "Check the network, or allow more with s3.timeout_seconds",
    ),
    (
        r"non-partial|notpartial",
        "refused",
        "the server does not give parts of objects",
        "Check that s3.endpoint names an S3 server",
    ),
)
LOST = ("the connection broke", "Check the network and the server, then run it again")

KEYS = "Check s3.access_key and s3.secret_key"
CODES: dict[str, tuple[Kind, str, str]] = {
    "NoSuchKey": ("gone", "there is no such object", "Check its name"),
    "PreconditionFailed": ("changed", "the object was changed meanwhile", "Run it again"),
    "InvalidRange": ("beyond", "the object is shorter than it was", "Run it again"),
    "AccessDenied": (
        "denied",
        "these keys have no permission for it",
        "Allow them to list and read (for blobs.url also to write and delete), or use others",
    ),
    "AllAccessDisabled": ("refused", "the bucket is closed", "Ask the owner of the bucket"),
    "InvalidObjectState": ("archived", "the object is in an archive", "Restore it there first"),
    "NoSuchBucket": (
        "refused",
        "there is no such bucket",
        "Make it, or correct its name or s3.endpoint",
    ),
    "InvalidBucketName": ("refused", "the server takes no such name", "Correct the name"),
    "InvalidAccessKeyId": ("refused", "the server does not know the access key", KEYS),
    "SignatureDoesNotMatch": (
        "refused",
        "the secret key does not belong to the access key",
        "Check s3.secret_key",
    ),
    "ExpiredToken": (
        "refused",
        "the session token has expired",
        "Get new keys and set s3.access_key, s3.secret_key and s3.session_token",
    ),
    "InvalidToken": (
        "refused",
        "the session token is not valid",
        "Set s3.session_token to the one that came with the keys, or to nothing",
    ),
    "RequestTimeTooSkewed": (
        "refused",
        "the clock of this machine is wrong by more than 15 minutes",
        "Set the clock, best by turning on its synchronisation",
    ),
    "PermanentRedirect": (
        "refused",
        "the bucket lies in another region",
        "Set s3.region, and s3.endpoint if it names a region",
    ),
    "MethodNotAllowed": (
        "refused",
        "the server does not do this at all",
        "Check that s3.endpoint names an S3 server",
    ),
    "NotImplemented": (
        "refused",
        "the server does not do this at all",
        "Check that s3.endpoint names an S3 server",
    ),
    "SlowDown": ("passing", "the server has too much to do", "Run it again later"),
    "QuotaExceeded": ("refused", "the bucket is full", "Free space there"),
}
SAME = {
    "403": "AccessDenied",
    "404": "NoSuchKey",
    "405": "MethodNotAllowed",
    "412": "PreconditionFailed",
    "416": "InvalidRange",
    "AccountProblem": "AllAccessDisabled",
    "AuthorizationHeaderMalformed": "PermanentRedirect",
    "IllegalLocationConstraintException": "PermanentRedirect",
    "TemporaryRedirect": "PermanentRedirect",
    "IncorrectEndpoint": "PermanentRedirect",
    "InvalidSecurity": "InvalidAccessKeyId",
    "NotSignedUp": "InvalidAccessKeyId",
    "TokenRefreshRequired": "ExpiredToken",
    "RequestExpired": "RequestTimeTooSkewed",
    "XMinioStorageFull": "QuotaExceeded",
    "XMinioAdminBucketQuotaExceeded": "QuotaExceeded",
    "EntityTooLarge": "QuotaExceeded",
}
# 400 and 409 mean what the code says; these codes are worth another try.
PASSING = {
    "RequestTimeout",
    "RequestTimeoutException",
    "InternalError",
    "ServiceUnavailable",
    "Throttling",
    "ThrottlingException",
    "OperationAborted",
    "TooManyRequests",
    "BadDigest",
    "IncompleteBody",
}
PASSING_STATUS = {"408", "429", "500", "502", "503", "504", "507", "509"}

CODE = re.compile(r"<Code>\s*([A-Za-z0-9.]{1,64})\s*</Code>")
REGION = re.compile(r"<Region>\s*([a-z0-9-]{1,32})\s*</Region>|region '([a-z0-9-]{1,32})'")
STATUS = re.compile(r"status code: ([0-9]{3})")
URL = re.compile(r"https?://\S+")
TIMES = re.compile(r"<(RequestTime|ServerTime)>\s*([0-9TZ:.+-]{8,40})\s*<")


def trouble(what: str, text: str) -> ObjectError:
    """Return what went wrong with a request.

    Nothing of *text* but what is understood is repeated: servers repeat requests in their
    answers, keys and tokens among them.

    Args:
        what: What was attempted, as the begin of a sentence: "Reading s3://bucket/a.jpg".
        text: All that is known: the client's words, with "status code: 403" and the answer's XML
            where there was an answer.
    """
    code, status = CODE.search(text), STATUS.search(text)
    if code or status:
        kind, why, advice = _answer(code[1] if code else "", status[1] if status else "", text)
    else:
        kind, why, advice = _connection(text)
    return ObjectError(kind, f"{what} failed: {why}. {advice}.")


def _answer(code: str, status: str, text: str) -> tuple[Kind, str, str]:
    known = CODES.get(SAME.get(code, code))
    if known is None and (code in PASSING or status in PASSING_STATUS):
        return "passing", f"the server answered {status} {code}".rstrip(), "Run it again later"
    if known is None and not code:
        known = CODES.get(SAME.get(status, ""))
    if known is None and status[:1] == "3":
        known = CODES["PermanentRedirect"]
    if known is None:
        said = f"{status} {code}".strip()
        return "refused", f"the server answered {said}", "Check the settings under [s3]"
    kind, why, advice = known
    if code == "RequestTimeTooSkewed":
        why += _skew(text)
    region = REGION.search(text)
    if region and SAME.get(code, code) == "PermanentRedirect":
        advice = advice.replace("s3.region", f"s3.region to {region[1] or region[2]}", 1)
    return kind, why, advice


def _connection(text: str) -> tuple[Kind, str, str]:
    lowered = URL.sub("", text.partition("Debug source:")[2] or text).lower()  # names mean nothing
    for pattern, kind, why, advice in CONNECTIONS:
        if re.search(pattern, lowered):
            return kind, why, advice
    return "unreachable" if "kind: connect" in lowered else "passing", *LOST


def _skew(text: str) -> str:
    """Say by how much, where the answer says both times."""
    times: dict[str, datetime] = {}
    for name, value in TIMES.findall(text):
        try:
            times[name] = datetime.fromisoformat(value)
        except ValueError:
            return ""
    try:
        minutes = round((times["RequestTime"] - times["ServerTime"]).total_seconds() / 60)
    except (KeyError, TypeError):
        return ""
    return f" (it is {abs(minutes)} minutes {'ahead' if minutes > 0 else 'behind'})"
