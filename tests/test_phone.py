"""A phone number comes in, its calling code stays: for the countries of every zone of E.164."""

from __future__ import annotations

import json
import pickle
import re
from typing import Any

import pytest
from pydantic import ValidationError

from clinic import CREATED
from leadflow import InvalidHistory, Lead, Profile, ProfileChanges, read_history

# Country or territory, a number as it is written there for abroad, and its calling code.
NUMBERS = """
United States       +1 424 212 4087         1
Canada              +1 (604) 555-0123       1
Jamaica             +1-876-555-0123         1
Puerto Rico         +1.787.555.0123         1
Russia              +7 495 123-45-67        7
Kazakhstan          +7 701 123 4567         7
Egypt               +20 2 2345 6789         20
South Africa        +27 21 123 4567         27
South Sudan         +211 912 345 678        211
Morocco             +212 522 123456         212
Algeria             +213 21 123456          213
Nigeria             +234 803 123 4567       234
Kenya               +254 712 345678         254
Eritrea             +291 1 123456           291
Greece              +30 21 1234 5678        30
Netherlands         +31 20 123 4567         31
Belgium             +32 2 123 45 67         32
France              +33 1 23 45 67 89       33
Spain               +34 912 345 678         34
Portugal            +351 21 123 4567        351
Ireland             +353 1 123 4567         353
Finland             +358 9 1234567          358
Lithuania           +370 5 212 3456         370
Monaco              +377 93 12 34 56        377
Ukraine             +380 44 123 4567        380
Italy               +39 06 1234 5678        39
Hungary             +36 1 123 4567          36
Romania             +40 21 123 4567         40
Switzerland         +41 44 123 45 67        41
Czechia             +420 212 345 678        420
Liechtenstein       +423 123 45 67          423
Austria             +43 1 1234567           43
United Kingdom      +44 20 7946 0018        44
Denmark             +45 12 34 56 78         45
Sweden              +46 8 123 456 78        46
Norway              +47 12 34 56 78         47
Poland              +48 22 123 45 67        48
Germany             +49 30 123456           49
Belize              +501 223 4567           501
Guatemala           +502 2234 5678          502
Peru                +51 1 234 5678          51
Mexico              +52 55 1234 5678        52
Argentina           +54 9 11 1234-5678      54
Brazil              +55 11 91234-5678       55
Chile               +56 2 1234 5678         56
Colombia            +57 1 234 5678          57
Venezuela           +58 212 123 4567        58
Bolivia             +591 2 1234567          591
Curacao             +599 9 123 4567         599
Malaysia            +60 3-1234 5678         60
Australia           +61 2 1234 5678         61
Indonesia           +62 21 1234567          62
Philippines         +63 2 123 4567          63
New Zealand         +64 9 123 4567          64
Singapore           +65 6123 4567           65
Thailand            +66 2 123 4567          66
East Timor          +670 331 2345           670
Fiji                +679 321 2345           679
Freephone           +800 1234 5678          800
Japan               +81 3-1234-5678         81
South Korea         +82 2-123-4567          82
Vietnam             +84 24 1234 5678        84
North Korea         +850 2 123 4567         850
Hong Kong           +852 2123 4567          852
Macau               +853 2812 3456          853
Cambodia            +855 23 123 456         855
China               +86 138 0013 8000       86
China, bare         +8613800138000          86
Satellite           +881 6 1234 5678        881
Taiwan              +886 2 1234 5678        886
Turkey              +90 212 123 45 67       90
India               +91 98765 43210         91
Pakistan            +92 21 12345678         92
Afghanistan         +93 20 123 4567         93
Sri Lanka           +94 11 234 5678         94
Myanmar             +95 1 234 567           95
Maldives            +960 331 2345           960
Lebanon             +961 1 234 567          961
Israel              +972 3 123 4567         972
Mongolia            +976 11 123456          976
Nepal               +977 1 4123456          977
Iran                +98 21 1234 5678        98
Tajikistan          +992 37 123 4567        992
Georgia             +995 32 212 3456        995
Uzbekistan          +998 71 123 4567        998
"""
TABLE = [
    (line[:20].strip(), line[20:44].strip(), line[44:].strip())
    for line in NUMBERS.strip().splitlines()
]
REFUSED = [
    "138 0013 8000",
    "0086 138 0013 8000",
    "011 86 138 0013 8000",
    "(424) 212-4087",
    "86 138 0013 8000",
    "+",
    "+86",
    "+1 23",
    "+0 138 0013 8000",
    "+86 138 0013 8000 900 1",
    "++86 138 0013 8000",
    "+86 138 0013 8000 ext 5",
    "tel:+8613800138000",
    "call me at +86 138 0013 8000",
    "+\uff18\uff16 138 0013 8000",
    "+86 138 0013 8000\x00",
    "",
    " ",
    "unknown",
]


def shapes(profile: Profile) -> list[str]:
    """Everything in which a value could still be found."""
    lead = Lead(lead_id="x", created_at=CREATED, profile=profile)
    return [
        repr(lead), str(lead), lead.model_dump_json(), str(lead.model_dump()), repr(vars(profile)),
        pickle.dumps(profile).decode("latin-1"), str(hash(profile)),
    ]  # fmt: skip


class TestReduced:
    """A number is reduced to its calling code while it is validated, and is not kept."""

    @pytest.mark.parametrize(("country", "number", "code"), TABLE, ids=[row[0] for row in TABLE])
    def test_to_the_code_of_its_country(self, country: str, number: str, code: str) -> None:
        assert Profile(phone=number) == Profile(calling_code=code)

    @pytest.mark.parametrize("number", [" +86 138 0013 8000 ", "+86\u0020138/0013.8000"])
    def test_blanks_and_signs_do_not_matter(self, number: str) -> None:
        assert Profile(phone=number).calling_code == "86"

    @pytest.mark.parametrize("model", [Profile, ProfileChanges])
    def test_the_number_is_found_nowhere(self, model: type[Profile]) -> None:
        for shape in shapes(model(phone="+86 138 0013 8007")):
            assert "0013" not in shape
            assert "8007" not in shape

    def test_there_is_no_number_to_ask_for(self) -> None:
        assert Profile(phone="+86 138 0013 8000").phone is None

    def test_null_says_nothing(self) -> None:
        assert Profile(phone=None) == Profile()
        assert Profile(phone=None, calling_code="86") == Profile(calling_code="86")

    def test_number_and_code_may_agree(self) -> None:
        assert Profile(phone="+852 2123 4567", calling_code="852").calling_code == "852"

    def test_a_code_that_is_unknown_is_no_contradiction(self) -> None:
        assert Profile(phone="+852 2123 4567", calling_code=None).calling_code == "852"

    def test_number_and_code_of_two_countries_are_refused(self) -> None:
        with pytest.raises(ValidationError) as caught:
            Profile(phone="+852 2123 4567", calling_code="86")
        assert "2123" not in str(caught.value) + repr(caught.value)

    def test_the_given_mapping_is_left_alone(self) -> None:
        given = {"phone": "+86 138 0013 8000"}
        Profile.model_validate(given)
        assert given == {"phone": "+86 138 0013 8000"}


class TestRefused:
    """A number without `+` and country code is refused, in words that do not repeat it."""

    @pytest.mark.parametrize("number", REFUSED, ids=ascii)
    @pytest.mark.parametrize("model", [Profile, ProfileChanges])
    def test_in_words_that_do_not_repeat_it(self, model: type[Profile], number: str) -> None:
        with pytest.raises(ValidationError, match="country calling code") as caught:
            model(phone=number)
        shown = str(caught.value) + repr(caught.value)
        assert not [part for part in re.findall("[0-9]{3,}", number) if part in shown]

    @pytest.mark.parametrize("number", [8613800138000, 1.0, True, ["+8613800138000"], b"+86138001"])
    def test_what_is_no_text(self, number: Any) -> None:
        with pytest.raises(ValidationError, match="must be text") as caught:
            Profile(phone=number)
        assert "13800" not in str(caught.value) + repr(caught.value)

    @pytest.mark.parametrize("number", REFUSED, ids=ascii)
    def test_in_json(self, number: str) -> None:
        lead = {"lead_id": "x", "created_at": "2026-11-03T09:00:00Z", "profile": {"phone": number}}
        with pytest.raises(InvalidHistory) as caught:
            read_history(json.dumps({"lead": lead}))
        assert [each["where"] for each in caught.value.problems] == ["lead.profile"]
        assert "0013" not in str(caught.value) + repr(caught.value)
