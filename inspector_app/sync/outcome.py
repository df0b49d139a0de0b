"""What an exchange came to."""

from dataclasses import dataclass, field, replace

from inspector_app.domain.errors import Problem

CONNECTING = "正在连接中心"
RECEIVING = "正在接收"
SENDING = "正在上交"
PHOTOS = "正在传照片"
COMPARING = "正在核对"
WRITING = "正在写入文件"
CHECKING = "正在检查文件"
"""What is told while it goes on; how far it is stands beside it."""

HUB, FILE_OUT, FILE_IN = "hub", "file out", "file in"
"""The ways of an exchange."""


@dataclass(frozen=True, slots=True)
class Amount:
    """How much went one way."""

    entries: int = 0
    bundles: int = 0
    blobs: int = 0

    def plus(self, *, entries: int = 0, bundles: int = 0, blobs: int = 0) -> "Amount":
        """Return it with so much more."""
        return Amount(self.entries + entries, self.bundles + bundles, self.blobs + blobs)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an exchange came to.

    Attributes:
        way: hub, file out or file in.
        sent: what left this laptop; a file that nobody read yet counts.
        received: what came in and is new here.
        acknowledged: what receipts of the hub came for.
        conflicts: records with a field that holds several values since this exchange.
        branches: the branches that are here now, each `journal~first hash`.
        same: whether others with the same entries have the same digest; None when nobody could tell.
        news: what a person must know, most important first.
        filing: what the exchange of the filing workspace came to; None while it is not open here.
    """

    way: str
    sent: Amount = field(default_factory=Amount)
    received: Amount = field(default_factory=Amount)
    acknowledged: Amount = field(default_factory=Amount)
    conflicts: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    digest: str = ""
    same: bool | None = None
    news: tuple[Problem, ...] = ()
    filing: "Outcome | None" = None

    @property
    def decide(self) -> bool:
        """A person must decide or know: a new conflict, a fork, digests that differ."""
        own = bool(self.conflicts) or self.same is False or any(one.code in DECISIONS for one in self.news)
        return own or (self.filing is not None and self.filing.decide)

    def joined(self, more: "Outcome") -> "Outcome":
        """Return it with what came of the same workspace right after it."""
        came = more.received
        return replace(
            self,
            received=self.received.plus(entries=came.entries, bundles=came.bundles, blobs=came.blobs),
            conflicts=tuple(sorted({*self.conflicts, *more.conflicts})),
            branches=more.branches,
            digest=more.digest,
            news=(*self.news, *(one for one in more.news if one not in self.news)),
        )

    def told(self, problem: Problem) -> "Outcome":
        """Return it with one more piece of news; the same one twice is told once."""
        return self if problem in self.news else replace(self, news=(*self.news, problem))


DECISIONS = frozenset(
    {
        "exchange.forked_own",
        "exchange.no_spare_code",
        "exchange.forked_other",
        "exchange.digest_differs",
        "exchange.conflicts_new",
        "exchange.log_differs",
        "exchange.log_rewritten",
        "exchange.photos_nowhere",
        "exchange.filing_failed",
        "exchange.filing_missing",
        "exchange.filing_file_waits",
        "exchange.key_to_come",
    }
)
"""News for which the command line ends with 8."""
