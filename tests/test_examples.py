"""The examples run as a newcomer runs them: each in an interpreter of its own."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from clinic import CREATED, at, call, email, history, lead
from leadflow import RSI
from leadflow.sources import CLAUSES

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
Ran = subprocess.CompletedProcess[str]


def run(example: str, *arguments: str | Path, **variables: str) -> Ran:
    command = [sys.executable, "-W", "error", EXAMPLES / example, *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ | variables)


@pytest.fixture(scope="module")
def told() -> str:
    """What quickstart.py prints."""
    ran = run("quickstart.py")
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


@pytest.fixture(scope="module")
def chapters(told: str) -> dict[str, str]:
    """What it tells of each policy."""
    parts = re.split(r"^=+ (\w+): .* =+$", told, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


class TestQuickstart:
    def test_tells_a_story_of_each_policy(self, chapters: dict[str, str]) -> None:
        assert list(chapters) == ["RSI", "INCINTA", "CLINIC"]

    @pytest.mark.parametrize(
        ("policy", "step"),
        [
            # As in the worked examples of the specification.
            ("RSI", "Tue 2026-11-03 09:00  Lead created | Created | Tue 2026-11-03 09:00"),
            ("RSI", "Tue 2026-11-03 09:10  Call: message left | Follow-up | Tue 2026-11-03 13:10"),
            ("RSI", "Tue 2026-11-03 13:15  Call: no answer | Follow-up | Wed 2026-11-04 13:15"),
            ("RSI", "Wed 2026-11-04 17:30  (time alone) | Dead | none, lost: best practices"),
            ("RSI", "Thu 2026-11-05 09:30  Callback promised | Follow-up | Fri 2026-11-06 15:00"),
            ("RSI", "Thu 2026-11-12 10:00  Came to the visit | Visited | none"),
            ("INCINTA", "Tue 2026-11-03 09:15  E-mail | Mail Contacted | Tue 2026-11-10 09:15"),
            ("INCINTA", "Mon 2026-11-16 10:20  Did not come | No-Show | Mon 2026-11-16 10:20"),
            ("INCINTA", "Mon 2026-11-16 10:25  Call: no answer | No-Show | Tue 2026-11-17 09:00"),
            ("INCINTA", "Tue 2027-02-16 10:00  (time alone) | Dead | none, lost: no response"),
            ("CLINIC", "Wed 2026-11-04 13:30  Call: no answer | Follow-up | Wed 2026-11-04 13:30"),
            ("CLINIC", "Wed 2026-11-04 13:35  E-mail | Mail Contacted | Wed 2026-11-11 13:35"),
            ("CLINIC", "Sun 2027-01-03 09:10  (time alone) | Mail Contacted | Wed 2027-01-06"),
            ("CLINIC", "Wed 2027-01-06 10:15  E-mail | Unreachable | Sat 2027-02-06 10:15"),
        ],
    )
    def test_says_where_the_lead_stands_and_what_is_next(
        self, chapters: dict[str, str], policy: str, step: str
    ) -> None:
        happened, label, contact = step.split(" | ")
        assert f"\n{happened}\n  {label:<20}next  {contact}" in chapters[policy]

    def test_tells_a_run_of_equal_steps_once(self, chapters: dict[str, str]) -> None:
        assert chapters["INCINTA"].count("E-mail that offers a new visit") == 1
        assert f"\n{'':22}11 times more, last Tue 2027-02-09 09:10\n" in chapters["INCINTA"]

    def test_says_why_at_every_step(self, told: str) -> None:
        steps = re.findall(r"^\w{3} \d{4}-\d\d-\d\d \d\d:\d\d  .+\n.+\n(.*)$", told, re.MULTILINE)
        assert len(steps) > 30
        assert [why for why in steps if not re.match(r" {22}why   [A-Z]{3}-\d+ +\w", why)] == []
        assert "ATT-7   RSI 1.5, No response to attempt 1\n" in told
        assert " attempts.rungs[0].no_response = PT4H\n" in told

    def test_fits_a_terminal(self, told: str) -> None:
        assert told.isascii()
        assert max(map(len, told.splitlines())) <= 100

    def test_is_the_same_everywhere(self, told: str) -> None:
        assert run("quickstart.py", TZ="Pacific/Chatham", PYTHONHASHSEED="7").stdout == told


class TestReplay:
    # Tried three times, then left alone; the other one is reached two days later, in the same file.
    left_alone = history(
        call("2026-11-03 09:10", "left_message"),
        call("2026-11-03 13:15", "no_answer"),
        email("2026-11-04 13:30"),
    )
    reached = history(call("2026-11-06 12:00", "connected"), of=lead(lead_id="lead-2"))
    good = f"{left_alone.model_dump_json()}\n\n{reached.model_dump_json()}\n"
    planted = "a_planted_value"
    bad = (
        f'{{"lead": {{"lead_id": "x", "created_at": "{planted}"}}}}\n'
        f'{{"lead": {{"lead_id": "x", "created_at": "{CREATED.isoformat()}"}},'
        f' "events": [{{"type": "{planted}"}}]}}\n'
        "no JSON\n"
    )

    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        file = tmp_path / "histories.jsonl"
        file.write_text(self.good, encoding="utf-8")
        return file

    def counts(self, ran: Ran, policy: str = "RSI") -> dict[str, tuple[int, int]]:
        """The lines of all tables of a policy: at events, at the end."""
        tables = re.split(r"^(\w+), version .*$", ran.stdout, flags=re.MULTILINE)
        chapter = dict(zip(tables[1::2], tables[2::2], strict=True))[policy]
        lines = re.findall(r"^    (.+?) +([\d,]+) +([\d,]+)$", chapter, re.MULTILINE)
        numbers = {name: (int(a.replace(",", "")), int(b.replace(",", ""))) for name, a, b in lines}
        assert len(numbers) == len(lines)
        return numbers

    def test_counts_what_was_decided(self, file: Path) -> None:
        ran = run("replay.py", file, "--policy", "RSI")
        assert (ran.returncode, ran.stderr) == (0, "2 histories read, 0 bad lines\n")
        assert self.counts(ran) == {
            "decisions": (4, 2),
            "follow_up": (3, 0),
            "contacted": (1, 1),
            "dead": (0, 1),
            "best_practices": (0, 1),
            "follow_up, later": (2, 0),
            "none": (2, 2),
        }

    def test_shows_what_is_due_and_what_looks_wrong(self, tmp_path: Path) -> None:
        file = tmp_path / "one.jsonl"
        early = history(call("2026-11-03 08:00", "no_answer"))
        file.write_text(early.model_dump_json(), encoding="utf-8")
        as_of = at("2026-11-03 12:00").isoformat()
        counts = self.counts(run("replay.py", file, "--policy", "RSI", "--as-of", as_of))
        assert counts["follow_up, later"] == (1, 0)
        assert counts["follow_up, due"] == (0, 1)
        assert counts["event_before_creation"] == (1, 1)

    def test_decides_under_all_policies_unless_told_otherwise(self, file: Path) -> None:
        ran = run("replay.py", file)
        assert self.counts(ran, "RSI")["dead"] == (0, 1)
        assert self.counts(ran, "INCINTA")["mail_contacted"] == (1, 1)
        assert self.counts(ran, "CLINIC")["decisions"] == (4, 2)

    def test_takes_a_policy_of_your_own(self, file: Path, tmp_path: Path) -> None:
        ours = RSI.revise(name="Ours", attempts={"open_attempt_grace": "PT400H"})
        (tmp_path / "ours.json").write_text(ours.model_dump_json(), encoding="utf-8")
        ran = run("replay.py", file, "--policy", tmp_path / "ours.json")
        assert self.counts(ran, "Ours")["follow_up"] == (3, 1)

    @pytest.mark.parametrize(("time", "dead"), [("17:29", 0), ("17:30", 1)])
    def test_ends_when_told_to(self, file: Path, time: str, dead: int) -> None:
        as_of = f"2026-11-04T{time}-08:00"
        ran = run("replay.py", file, "--policy", "RSI", "--as-of", as_of)
        assert self.counts(ran).get("dead", (0, 0)) == (0, dead)

    def test_reports_bad_lines_and_goes_on(self, file: Path) -> None:
        with file.open("a", encoding="utf-8") as lines:
            lines.write(self.bad)
        ran = run("replay.py", file, "--policy", "RSI")
        assert ran.returncode == 1
        assert self.counts(ran)["decisions"] == (4, 2)
        said = ran.stderr.splitlines()
        assert said[0].startswith(f"{file}:4: lead.created_at: ")
        assert said[1].startswith(f"{file}:5: events[0]: ")
        assert said[2].startswith(f"{file}:6: input: ")
        assert said[3] == "2 histories read, 3 bad lines"
        assert self.planted not in ran.stderr + ran.stdout

    def test_reads_compressed_files(self, file: Path, tmp_path: Path) -> None:
        packed = tmp_path / "histories.jsonl.gz"
        packed.write_bytes(gzip.compress((self.good + self.bad).encode()))
        both = self.counts(run("replay.py", file, packed, "--policy", "RSI"))
        assert both["decisions"] == (8, 4)
        assert both["dead"] == (0, 2)

    def test_reports_files_that_cannot_be_read(self, file: Path, tmp_path: Path) -> None:
        cut = tmp_path / "cut.jsonl.gz"
        cut.write_bytes(gzip.compress(self.good.encode())[:-20])
        ran = run("replay.py", tmp_path / "none.jsonl", cut, file, "--policy", "RSI")
        assert ran.returncode == 1
        assert f"{tmp_path / 'none.jsonl'}: " in ran.stderr
        assert f"{cut}: " in ran.stderr
        assert self.counts(ran)["dead"][1] >= 1

    def test_has_nothing_to_count_in_an_empty_file(self, tmp_path: Path) -> None:
        (tmp_path / "empty.jsonl").touch()
        ran = run("replay.py", tmp_path / "empty.jsonl", "--policy", "RSI")
        assert (ran.returncode, ran.stderr) == (0, "0 histories read, 0 bad lines\n")
        assert self.counts(ran) == {}

    @pytest.mark.parametrize(
        ("option", "value", "why"),
        [
            ("--as-of", "2026-11-04T17:29", "offset"),
            ("--as-of", "tomorrow", "isoformat"),
            ("--policy", "rsi", "RSI, INCINTA, CLINIC nor all"),
            ("--policy", str(EXAMPLES / "replay.py"), "not a policy"),
        ],
    )
    def test_says_what_is_wrong_with_its_options(
        self, file: Path, option: str, value: str, why: str
    ) -> None:
        ran = run("replay.py", file, option, value)
        assert ran.returncode == 2
        assert why in ran.stderr
        assert "Traceback" not in ran.stderr

    def test_runs_through_every_real_history(self, data_folder: Path) -> None:
        files = sorted((data_folder / "histories").glob("*.jsonl.gz"))
        ran = run("replay.py", *files)
        assert (ran.returncode, ran.stderr.splitlines()[-1]) == (
            0,
            "9,500 histories read, 0 bad lines",
        )
        for policy in ("RSI", "INCINTA", "CLINIC"):
            assert self.counts(ran, policy)["decisions"] == (45_259, 9_500)


@pytest.fixture(scope="module")
def morning() -> str:
    """What clinic_day.py prints."""
    ran = run("clinic_day.py")
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


@pytest.fixture(scope="module")
def parts(morning: str) -> dict[str, str]:
    """Its parts by their headings."""
    found = morning.split("\n\n")[1:]
    return {each.partition("\n")[0]: each.partition("\n")[2] for each in found}


class TestClinicDay:
    """A morning at the clinic, readable in a terminal; the real appointments, counted twice."""

    CHAPTERS = ("Work queue", "Tasks", "Breaches since Fri 11-13 00:00", "This month")

    def test_has_its_four_parts(self, parts: dict[str, str]) -> None:
        assert tuple(parts) == self.CHAPTERS

    def test_the_queue_goes_by_tier_and_by_when_it_was_due(self, parts: dict[str, str]) -> None:
        """PRI-1, PRI-2: the voicemail, the older new lead, the reminder, the important promise."""
        order = re.findall(r"^ +\d+\*? +(lead-\d\d)", parts["Work queue"], re.MULTILINE)
        assert order == [
            "lead-03", "lead-02", "lead-01", "lead-06", "lead-05", "lead-04", "lead-07",
        ]  # fmt: skip

    def test_every_place_in_the_queue_has_its_rule_and_source(self, parts: dict[str, str]) -> None:
        reasons = re.findall(r"^ {14}([A-Z]{3}-\d+): .+", parts["Work queue"], re.MULTILINE)
        assert reasons == ["COM-4", "PRI-7", "PRI-7", "APT-3", "ATT-5", "COM-5", "NSH-2"]

    @pytest.mark.parametrize(
        "task",
        [
            "lead-01  assign",
            "lead-01  call new lead                         by Tue 11-17 09:02",
            "lead-05  record details",
            "lead-06  remind visit-6                        by Mon 11-16 17:00",
            "lead-07  send missed appointment visit-7",
            "lead-10  transfer to china team",
        ],
    )
    def test_the_tasks_of_today(self, parts: dict[str, str], task: str) -> None:
        assert f"  {task}" in parts["Tasks"]

    def test_each_task_has_its_source_in_a_column_of_its_own(self, parts: dict[str, str]) -> None:
        sources = [line[69:] for line in parts["Tasks"].splitlines()]
        assert {line[67:69] for line in parts["Tasks"].splitlines()} == {"  "}
        assert [each for each in sources if not re.match(r"INC \d+\.\d+, \w", each)] == []
        assert "INC 1.5, Contact by phone" in sources

    def test_a_long_source_ends_with_a_whole_word(self, parts: dict[str, str]) -> None:
        citations = [each.citation for each in CLAUSES]
        cut = [line[69:-3] for line in parts["Tasks"].splitlines() if line.endswith("...")]
        assert len(cut) > 3
        for each in cut:
            assert any(whole.startswith(f"{each} ") for whole in citations)

    def test_nothing_is_asked_of_whom_nobody_may_contact(self, parts: dict[str, str]) -> None:
        assert "lead-09" not in parts["Tasks"] + parts["Work queue"]

    @pytest.mark.parametrize(
        "breach",
        [r"lead-02  first call missing +critical Sat 11-14 16:40", r"lead-07  no show call late"],
    )
    def test_what_went_wrong_since_the_last_working_day(
        self, parts: dict[str, str], breach: str
    ) -> None:
        assert re.search(breach, parts[self.CHAPTERS[2]])

    @pytest.mark.parametrize(
        "line",
        [
            "response     89% (80% to 90%)    target 95%, missed  8 met, 1 missed, 1 open",
            "conversion   30%                 target 15%, met  3 met, 7 missed, 0 open",
            "connect      75%                 target 60%, met  6 met, 2 missed, 0 open",
            "show         50%                 target 85%, missed  1 met, 1 missed, 0 open",
        ],
    )
    def test_the_figures_of_the_month(self, parts: dict[str, str], line: str) -> None:
        """Ten leads: nine were called in time or still can be, three booked, of two one came."""
        assert f"  {line}" in parts["This month"]

    def test_fits_a_terminal(self, morning: str) -> None:
        assert morning.isascii()
        assert max(map(len, morning.splitlines())) <= 100

    def test_the_share_that_came_is_that_of_the_file(self, data_folder: Path) -> None:
        told = run("clinic_day.py", "--data", data_folder).stdout
        files = told.split("\n\n")
        (noshow,) = (each for each in files if each.startswith("noshow.jsonl.gz"))
        assert "  show: 3,438 came, 1,384 did not, 0 not recorded\n" in noshow
        assert "  in the file: 3,438 came, 1,384 did not\n" in noshow

    def test_every_real_history_is_audited(self, data_folder: Path) -> None:
        told = run("clinic_day.py", "--data", data_folder).stdout
        audited = re.findall(r"breaches of ([\d,]+) leads", told)
        assert sum(int(each.replace(",", "")) for each in audited) == 9_500

    def test_says_so_where_there_are_none(self, tmp_path: Path) -> None:
        assert "no file histories/*.jsonl.gz" in run("clinic_day.py", "--data", tmp_path).stdout
