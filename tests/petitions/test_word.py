"""The forms that the office edits, as .docx: a draft in the official faces, masked, with nothing live in it."""

import io
import zipfile
from datetime import date

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.models import Paper
from cases.papers.word import DRAFT, in_word
from cases.uploads import check_upload
from officials.models import AuditEntry, Role
from petitions.papers import issuing
from petitions.papers.kinds import SORTS
from tests import factories
from tests.petitions.stories import W1, W6, Story, registered

pytestmark = pytest.mark.django_db

RECEIVED, DECIDED = date(2026, 9, 2), date(2026, 9, 5)
CONTENT = {
    "office": "东河街道办事处",
    "title": "信访事项处理意见书",
    "case_no": "DH2026-00001",
    "to": "张建国",
    "blocks": [
        {"kind": "heading", "text": "一、查明的事实"},
        {"kind": "item", "label": "（一）关于第1项诉求", "text": "防水层破损。\n另有渗水。"},
        {"kind": "text", "text": "依据条例。"},
    ],
    "closing": "特此告知。",
    "enclosures": ["照片"],
}


@pytest.fixture
def people():
    return {
        "clerk": factories.official(Role.RC, name="王敏"),
        "handler": factories.official(Role.HD, name="李明", at=factories.section()),
        "director": factories.official(Role.OD, name="周建国"),
    }


@pytest.fixture
def case(people):
    petition = registered(W6, W1, on=RECEIVED, by=people["clerk"])
    Story(petition, by=people["director"]).triage(DECIDED, handler=people["handler"])
    return petition.case


def drafted(case, people, kind=Paper.Kind.ROUTING, **typed):
    claim = case.claims.get(position=2) if kind == Paper.Kind.ROUTING else None
    values = {"organ": "区人民法院", "address": "法院路18号", "materials": "身份证"} | typed
    return issuing.draft(case, kind, by=people["handler"], values=values, claim=claim)


def address(paper, query=""):
    return reverse("petitions:paper_word", args=[paper.case.number, paper.pk]) + query


def opened(content):
    return docx.Document(io.BytesIO(content))


def words(content):
    return "\n".join(paragraph.text for paragraph in opened(content).paragraphs)


def test_the_words_of_the_paper_stand_in_the_document_in_their_order():
    text = words(in_word(CONTENT, marks=[]))

    places = [
        text.index(wanted)
        for wanted in (
            "东河街道办事处",
            "信访事项处理意见书",
            "DH2026-00001",
            "张建国：",
            "一、查明的事实",
            "（一）关于第1项诉求：防水层破损。",
            "另有渗水。",
            "依据条例。",
            "特此告知。",
            "附件：1. 照片",
        )
    ]
    assert places == sorted(places)


def test_the_page_is_that_of_gb_t_9704_and_every_page_says_draft():
    paper = opened(in_word(CONTENT, marks=["姓名、号码已遮蔽"]))
    page = paper.sections[0]
    margins = [page.top_margin, page.left_margin, page.right_margin, page.bottom_margin]
    xml = paper.element.xml

    assert [round(margin.mm) for margin in margins] == [37, 28, 26, 35]
    assert all(face in xml for face in ("仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"))
    for header in (page.header, page.even_page_header):
        assert DRAFT in header.paragraphs[0].text and "姓名、号码已遮蔽" in header.paragraphs[0].text


@pytest.mark.parametrize(
    "evil",
    ["</w:t></w:r><w:p>", "&amp;&#x0;", "\x0b\x0c\x1b[31m", "{{ 7*7 }}{% if %}", "\ufffe\uffff\u202e", "=DDE(1)"],
)
def test_typed_text_cannot_break_the_document(evil):
    content = in_word({**CONTENT, "to": f"甲{evil}乙", "closing": f"丙{evil}丁"}, marks=[])
    text = words(content)

    kept = "".join(char for char in evil if char.isprintable() and char not in "\ufffe\uffff")
    assert f"甲{kept}乙" in text and f"丙{kept}丁" in text


def test_it_would_pass_the_offices_own_gate_for_files():
    content = in_word(CONTENT, marks=[])

    assert check_upload(SimpleUploadedFile("意见书.docx", content)).kind == "docx"
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not [name for name in names if "vba" in name.lower() or "embed" in name.lower()]


def test_the_download_is_masked_and_logged(case, people, sign_in):
    paper = drafted(case, people, materials="张建国的身份证，电话13800004471")

    answer = sign_in(people["handler"]).get(address(paper))

    text = words(answer.content)
    assert "区人民法院" in text and "法院路18号" in text
    assert "张建国" not in text and "13800004471" not in text
    assert answer["Content-Disposition"].startswith("attachment") and "no-store" in answer["Cache-Control"]
    assert AuditEntry.objects.get(action="petitions:paper_word").field == f"P04 {paper.pk} WORD"


def test_the_full_document_asks_for_purpose_and_own_password(case, people, sign_in):
    paper, client = drafted(case, people), sign_in(people["director"])
    session = client.session
    session["password_at"] = 0
    session.save()
    given = {"purpose": "改文字", "own_password": factories.PASSWORD}

    assert client.get(address(paper, "?full")).status_code == 200
    assert client.post(address(paper, "?full"), {**given, "own_password": "wrong"}).status_code == 422
    assert client.post(address(paper, "?full"), {**given, "purpose": ""}).status_code == 422
    full = client.post(address(paper, "?full"), given)

    assert "张建国" in words(full.content)
    assert AuditEntry.objects.get(action="petitions:paper_word").reason == "改文字"


def test_a_leader_who_may_not_issue_gets_none_and_a_sealed_case_none_in_full(case, people, sign_in):
    paper = drafted(case, people)
    assert sign_in(factories.official(Role.SV)).get(address(paper)).status_code == 403
    case.seal(by=people["director"], reason="检举控告", readers=[people["director"]])

    client = sign_in(people["director"])
    assert client.get(address(paper)).status_code == 200
    assert client.get(address(paper, "?full")).status_code == 403
    assert sign_in(people["handler"]).get(address(paper)).status_code == 404


def test_only_the_forms_that_the_office_edits_are_offered(case, people, sign_in):
    client = sign_in(people["director"])
    editable, fixed = drafted(case, people), drafted(case, people, Paper.Kind.RATING)

    assert {kind for kind, sort in SORTS.items() if sort.editable} == {"P02", "P04", "P07", "P16", "P28"}
    assert "Word 草稿" in client.get(editable.get_absolute_url()).content.decode()
    assert "Word 草稿" not in client.get(fixed.get_absolute_url()).content.decode()
    assert client.get(address(fixed)).status_code == 404
