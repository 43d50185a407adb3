"""Decide files of histories with Spark: `decide_batches` is what `mapInArrow` asks for.

Spark deals the lines out itself. It needs Java 17 or 21, by `JAVA_HOME` or on the path.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections import Counter
from functools import reduce
from itertools import chain
from operator import add

import parts
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema
from spark_needs import find_java, named


def main() -> None:
    """Decide every line; print what all of them come to."""
    asked = parts.options(__doc__)
    files = [*map(named, asked.files)]
    find_java()
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    session = SparkSession.builder.master(f"local[{asked.workers}]")
    session.config("spark.ui.enabled", "false").config("spark.sql.session.timeZone", "UTC")
    session.config("spark.sql.execution.arrow.maxRecordsPerBatch", asked.rows)
    session.config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
    spark = session.getOrCreate()
    spark.sparkContext.addPyFile(parts.__file__)
    lines = spark.read.text(files).withColumnRenamed("value", "history")
    schema = from_arrow_schema(parts.decisions_schema(asked.columns))
    lines.mapInArrow(asked.decide, schema).write.mode("overwrite").parquet(str(asked.out))
    decided = spark.read.parquet(str(asked.out)).groupBy("status").count().collect()
    rows = Counter({status or "no history": number for status, number in decided})
    counted = lines.mapInArrow(asked.counted, "told binary").collect()
    indicators = reduce(add, map(pickle.loads, chain(*counted)), asked.nothing.indicators)
    print(parts.Told(rows, indicators))
    spark.stop()


if __name__ == "__main__":
    main()
