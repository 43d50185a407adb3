"""The two documents as clauses: complete numbers, stable references, words of our own."""

import os
import pickle
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from leadflow.errors import LeadflowError
from leadflow.sources import CLAUSES, DOCUMENTS, INC, RSI, Clause, UnknownClause, clause

RUN = 8
every_clause = pytest.mark.parametrize("each", CLAUSES, ids=lambda each: each.reference)


def chapter_and_place(each: Clause) -> tuple[int, int]:
    chapter, place = each.number.split(".")
    return int(chapter), int(place)


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of eight words, counted as `shared/checks/own_words.py` counts them."""
    words = re.findall(r"[a-z0-9']+", text.lower())
    return (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def seed_folder() -> Path:
    data = os.environ.get("LEADFLOW_DATA")
    if not data:
        pytest.skip("LEADFLOW_DATA is not set: the source documents lie beside that folder")
    seeds = Path(data).resolve().parent / "seeds"
    if not seeds.is_dir():
        pytest.skip("no folder `seeds` beside the folder that LEADFLOW_DATA names")
    return seeds


class TestReference:
    """A reference names one clause, and it is the name that Python code uses."""

    def test_no_reference_occurs_twice(self) -> None:
        assert len({each.reference for each in CLAUSES}) == len(CLAUSES)

    @every_clause
    def test_it_is_the_attribute(self, each: Clause) -> None:
        document, key = each.reference.split(".")
        assert (document, key) == (each.document, each.key)
        assert getattr({"RSI": RSI, "INC": INC}[document], key) is each

    def test_every_attribute_is_a_clause(self) -> None:
        names = [
            f"{document.__name__}.{name}"
            for document in (RSI, INC)
            for name in vars(document)
            if not name.startswith("__")
        ]
        assert names == [each.reference for each in CLAUSES]


class TestLookUp:
    """Every clause is found by its reference, and by nothing else."""

    @every_clause
    def test_known(self, each: Clause) -> None:
        assert clause(each.reference) is each

    @pytest.mark.parametrize(
        "reference",
        [
            "",
            "RSI",
            "attempt_3",
            "RSI.",
            "RSI.attempt_99",
            "rsi.attempt_3",
            "RSI.attempt_3 ",
            "INC.attempt_3",
            "RSI 1.9",
            "RSI.__doc__",
            "RSI.attempt_3.title",
        ],
    )
    def test_unknown(self, reference: str) -> None:
        with pytest.raises(UnknownClause):
            clause(reference)

    def test_the_error_does_not_repeat_the_reference(self) -> None:
        with pytest.raises(UnknownClause) as caught:
            clause("RSI.secret_of_the_patient")
        shown = f"{caught.value!r} {caught.value.__cause__!r}"
        assert "secret" not in shown
        assert caught.value.__suppress_context__

    def test_the_error_is_the_library_s_own_and_a_lookup_error(self) -> None:
        assert issubclass(UnknownClause, LeadflowError)
        assert issubclass(UnknownClause, LookupError)
        assert not issubclass(UnknownClause, KeyError)


class TestNumbers:
    """Clauses are numbered by chapter and place, without a gap, in the order of the documents."""

    def test_rsi_comes_before_inc(self) -> None:
        assert [each.document for each in CLAUSES] == sorted(
            (each.document for each in CLAUSES), key=list(DOCUMENTS).index
        )

    @pytest.mark.parametrize("document", DOCUMENTS)
    def test_no_gap(self, document: str) -> None:
        chapter, place = 1, 0
        for each in CLAUSES:
            if each.document == document:
                expected = {(chapter, place + 1), (chapter + 1, 1)}
                assert chapter_and_place(each) in expected, each.reference
                chapter, place = chapter_and_place(each)

    @every_clause
    def test_written_plainly(self, each: Clause) -> None:
        assert each.number == "{}.{}".format(*chapter_and_place(each))


class TestCitation:
    """A citation tells people document, number and title."""

    def test_example(self) -> None:
        assert RSI.attempt_3.citation == "RSI 1.9, Contact attempt 3"
        assert RSI.attempt_3.reference == "RSI.attempt_3"

    @every_clause
    def test_it_is_the_text_of_the_clause(self, each: Clause) -> None:
        assert str(each) == each.citation == f"{each.document} {each.number}, {each.title}"

    def test_no_citation_and_no_title_of_a_document_occurs_twice(self) -> None:
        assert len({each.citation for each in CLAUSES}) == len(CLAUSES)
        assert len({(each.document, each.title) for each in CLAUSES}) == len(CLAUSES)


class TestClause:
    """A clause is a short, immutable value in plain sentences."""

    @every_clause
    def test_title_and_sentence_are_written(self, each: Clause) -> None:
        assert re.fullmatch(r"[A-Z0-9][^|\n]{2,50}[^|\n.: ]", each.title)
        assert re.fullmatch(r"[A-Z][^|\n]{15,260}[.?]", each.says)
        assert "  " not in each.says

    @every_clause
    def test_it_survives_a_copy(self, each: Clause) -> None:
        assert pickle.loads(pickle.dumps(each)) == each

    def test_it_cannot_be_changed(self) -> None:
        with pytest.raises(AttributeError):
            RSI.attempt_1.says = "something else"  # type: ignore[misc]  # refusing it is the test


class TestDocuments:
    """Each document has a title; version and date are those it states itself."""

    def test_keys(self) -> None:
        assert [(key, each.key) for key, each in DOCUMENTS.items()] == [
            ("RSI", "RSI"),
            ("INC", "INC"),
        ]
        assert {each.document for each in CLAUSES} == set(DOCUMENTS)

    def test_inc_states_its_edition(self) -> None:
        assert (DOCUMENTS["INC"].version, DOCUMENTS["INC"].dated) == ("2.1", date(2024, 8, 7))
        assert "2.1" in INC.version.says

    def test_rsi_states_none(self) -> None:
        assert (DOCUMENTS["RSI"].version, DOCUMENTS["RSI"].dated) == (None, None)

    @pytest.mark.parametrize("each", DOCUMENTS.values(), ids=DOCUMENTS)
    def test_publisher_and_title(self, each: object) -> None:
        assert getattr(each, "publisher", "")
        assert getattr(each, "title", "")

    def test_they_cannot_be_replaced(self) -> None:
        with pytest.raises(TypeError):
            DOCUMENTS["RSI"] = DOCUMENTS["INC"]  # type: ignore[index]  # refusing it is the test


class TestFigures:
    """The figures that rules and presets rest on stand in the clause that is cited for them."""

    @pytest.mark.parametrize(
        ("each", "figure"),
        [
            (RSI.attempt_1_follow_up, "4 hours"),
            (RSI.attempt_1_no_response, "4 hours"),
            (RSI.attempt_2_follow_up, "4 hours"),
            (RSI.attempt_2_no_response, "24 hours"),
            (RSI.attempt_3_exhausted, "Best Practices"),
            (RSI.scheduled_sync, "15 minutes"),
            (RSI.important, "green"),
            (INC.next_contact_in_7_days, "7 days"),
            (INC.unreachable_two_months, "two months"),
            (INC.unreachable_five_attempts, "at least 5"),
            (INC.must_transfer_number, "+1"),
            (INC.local_visit_soon, "two weeks"),
            (INC.reminder_one_business_day, "one business day"),
            (INC.confirmation_arrival, "15 minutes"),
            (INC.no_show_call, "30 minutes"),
            (INC.weekly_reschedule, "every week"),
            (INC.termination_silence, "3 months"),
            (INC.kpi_response, "95%"),
            (INC.kpi_response, "24 hours"),
            (INC.kpi_conversion, "15%"),
            (INC.kpi_connect, "60%"),
            (INC.kpi_show, "85%"),
            (INC.status_patient_scheduled, "Patient Scheduled"),
            (INC.status_call_contacted, "Call Contacted"),
            (INC.status_mail_contacted, "Mail Contacted"),
        ],
        ids=str,
    )
    def test_figure(self, each: Clause, figure: str) -> None:
        assert figure in each.says


class TestOwnWords:
    """Facts, figures and names carry over; no run of eight words does."""

    def test_no_clause_repeats_a_document(self) -> None:
        seeds = [path.read_text(encoding="utf-8") for path in seed_folder().glob("*.txt")]
        assert seeds
        taken = {run for text in seeds for run in runs(text)}
        whole = " ".join(f"{each.number} {each.title} {each.says}" for each in CLAUSES)
        said = [f"{each.title} {each.says}" for each in CLAUSES]
        repeated = [" ".join(run) for text in (whole, *said) for run in runs(text) if run in taken]
        assert repeated == []

    @every_clause
    def test_no_address_and_no_number_to_call(self, each: Clause) -> None:
        assert not re.search(r"\d{3}|@|://", each.says.replace("2024", ""))
