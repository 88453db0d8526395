"""Filters of LDAP's searches (RFC 4515): what they are true of, and what is no filter."""

import pytest

from oktui.serving.ldap.filters import DEEPEST, parse_filter
from oktui.serving.ldap.wire import Malformed

HOMOLA = {"uid": ["homola"], "cn": ["Jiří Homola"], "objectClass": ["person", "top"], "mail": ["homola@kr.example"]}


@pytest.mark.parametrize(
    ("written", "true"),
    [
        ("(uid=homola)", True),
        ("(UID=Homola)", True),
        ("(uid=homol)", False),
        ("(uid=*)", True),
        ("(telephoneNumber=*)", False),
        ("(cn=jiří  homola)", True),
        (r"(cn=Ji\c5\99\c3\ad Homola)", True),
        ("(cn=*hom*)", True),
        ("(cn=ji*mol*a)", True),
        ("(cn=ji*mola*mola)", False),
        ("(mail=*.example)", True),
        (r"(uid=\2a)", False),
        ("(&(uid=homola)(objectClass=person))", True),
        ("(&(uid=homola)(objectClass=device))", False),
        ("(|(uid=nikdo)(mail=homola@*))", True),
        ("(|(uid=nikdo)(mail=nikdo@*))", False),
        ("(!(uid=homola))", False),
        ("(!(uid=nikdo))", True),
        ("(&)", True),
        ("(|)", False),
        ("(uid>=a)", None),
        ("(!(uid>=a))", None),
        ("(?=undefined)", None),
        ("(cn:caseExactMatch:=Homola)", None),
        ("(|(uid=homola)(?=undefined))", True),
    ],
)
def test_a_filter_is_true_false_or_neither(written: str, true: bool | None) -> None:
    """RFC 4511, 4.5.1.7: of what nothing is known neither it nor its opposite is true."""
    assert parse_filter(written).matches(HOMOLA) is true


@pytest.mark.parametrize(
    "written",
    ["", "uid=homola", "(uid=homola", "(uid=homola))", "(&(uid=a)", "(!(a=b)(c=d))", "(" * 50, "(&" * (DEEPEST + 1)],
)
def test_what_is_no_filter_is_refused(written: str) -> None:
    """Nor is one that is deeper than anybody writes."""
    with pytest.raises(Malformed):
        parse_filter(written)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("(uid=Homola)", "homola"),
        ("(&(objectClass=person)(uid=homola))", "homola"),
        ("(&(objectClass=person)(&(uid=homola)))", "homola"),
        ("(|(uid=homola)(uid=dlouhy))", None),
        ("(!(uid=homola))", None),
        ("(uid=hom*)", None),
        ("(uid=*)", None),
    ],
)
def test_who_is_named_is_looked_up(written: str, value: str | None) -> None:
    """So nobody else is read to find them."""
    assert parse_filter(written).required("uid") == value
