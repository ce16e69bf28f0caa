"""The statutory procedure: the petition and what hangs on it."""

from petitions.models.answering import Opinion
from petitions.models.disclosure import Disclosure
from petitions.models.extension import Extension
from petitions.models.hearing import Hearing
from petitions.models.inquiry import Inquiry, InquiryAnswer, InquiryClaim
from petitions.models.legal_ending import LegalEnding
from petitions.models.mediation import Referral
from petitions.models.merging import Merger
from petitions.models.petition import Petition
from petitions.models.reopening import Reopening
from petitions.models.review import PastAnswer, Review, ReviewHearing, ReviewOpinion, ReviewSupply
from petitions.models.simple import SimpleHandling
from petitions.models.sorting import Objection, Transfer
from petitions.models.states import ClaimState
from petitions.models.terms import NOTICE_RULES, notice_rule
from petitions.models.withdrawal import Withdrawal

__all__ = [
    "NOTICE_RULES",
    "ClaimState",
    "Disclosure",
    "Extension",
    "Hearing",
    "Inquiry",
    "InquiryAnswer",
    "InquiryClaim",
    "LegalEnding",
    "Merger",
    "Objection",
    "Opinion",
    "PastAnswer",
    "Petition",
    "Referral",
    "Reopening",
    "Review",
    "ReviewHearing",
    "ReviewOpinion",
    "ReviewSupply",
    "SimpleHandling",
    "Transfer",
    "Withdrawal",
    "notice_rule",
]
