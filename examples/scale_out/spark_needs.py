"""What Spark needs before it starts: a Java that it runs on, and files that it takes as named."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path


def find_java() -> None:
    """End with a message where there is no Java that Spark runs on."""
    java = Path(os.environ.get("JAVA_HOME", ""), "bin", "java")
    command = [java if "JAVA_HOME" in os.environ else "java", "-version"]
    try:
        said = subprocess.run(command, capture_output=True, text=True).stderr
    except OSError:
        said = ""
    found = re.search(r'version "(\d+)', said)
    if not found or not 17 <= int(found[1]) < 24:
        sys.exit("Spark needs Java 17 or 21: install it, and name its folder in JAVA_HOME")


def named(file: Path) -> str:
    """The file for Spark, which takes some characters for wildcards and hides some files."""
    if file.name[0] in "._":
        sys.exit(f"Spark would leave {file} out: it hides what begins with . or _")
    return re.sub(r"([][{}*?\\,^])", r"\\\1", str(file.absolute()))
