"""Decide files of histories with Spark: `decide_batches` is what `mapInArrow` asks for.

Spark deals the lines out itself. It needs Java 17 or 21, by `JAVA_HOME` or on the path.
"""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
from collections import Counter
from functools import reduce
from operator import add
from pathlib import Path

import parts
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema


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


def main() -> None:
    """Decide every line; print what all of them come to."""
    asked = parts.options(__doc__)
    find_java()
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    session = SparkSession.builder.master(f"local[{asked.workers}]")
    session.config("spark.ui.enabled", "false").config("spark.sql.session.timeZone", "UTC")
    session.config("spark.sql.execution.arrow.maxRecordsPerBatch", asked.rows)
    session.config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
    spark = session.getOrCreate()
    spark.sparkContext.addPyFile(parts.__file__)
    lines = spark.read.text([*map(str, asked.files)]).withColumnRenamed("value", "history")
    schema = from_arrow_schema(parts.decisions_schema(asked.columns))
    lines.mapInArrow(asked.decide, schema).write.mode("overwrite").parquet(str(asked.out))
    decided = spark.read.parquet(str(asked.out)).groupBy("status").count().collect()
    rows = Counter({status or "no history": number for status, number in decided})
    counted = lines.mapInArrow(asked.counted, "told binary").collect()
    print(parts.Told(rows, reduce(add, (pickle.loads(told) for (told,) in counted))))
    spark.stop()


if __name__ == "__main__":
    main()
