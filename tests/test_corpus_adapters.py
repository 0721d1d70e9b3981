"""The adapters inside the tools that they are for."""

import pickle
import sys

import datasets
import polars as pl
import pytest
from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor

from cleaner.corpus.adapters import CleanArrow, CleanBatch, CleanColumn
from cleaner.corpus.datatrove import CleanStep

DIRTY = ["TThismove may come.", None, "All is well.", "It will continue tdeployingtroops."]
CLEAN = ["This move may come.", None, "All is well.", "It will continue deploying troops."]


def test_hugging_face_datasets(tmp_path):
    data = datasets.Dataset.from_dict({"id": [1, 2, 3, 4], "text": DIRTY})
    clean = CleanBatch("text", trust="safe")
    done = data.map(clean, batched=True, batch_size=2, cache_file_name=str(tmp_path / "cache.arrow"))
    assert done["text"][:] == CLEAN
    assert done["id"][:] == [1, 2, 3, 4]
    assert pickle.loads(pickle.dumps(clean))({"text": DIRTY}) == {"text": CLEAN}


def test_polars():
    frame = pl.DataFrame({"id": [1, 2, 3, 4], "text": DIRTY})
    clean = pl.col("text").map_batches(CleanColumn(), return_dtype=pl.String)
    assert frame.with_columns(clean)["text"].to_list() == CLEAN
    assert frame.lazy().with_columns(clean).collect()["text"].to_list() == CLEAN


def test_pandas():
    pandas = pytest.importorskip("pandas")  # comes along with datasets
    column = pandas.Series(DIRTY, index=[4, 3, 2, 1], name="text", dtype=object)
    pandas.testing.assert_series_equal(
        CleanColumn()(column), pandas.Series(CLEAN, index=[4, 3, 2, 1], name="text", dtype=object)
    )


def test_arrow_batches_keep_their_schema():
    pa = pytest.importorskip("pyarrow")
    schema = pa.schema([pa.field("text", pa.large_string()), pa.field("n", pa.int8())], {"a": "b"})
    batch = pa.RecordBatch.from_arrays(
        [pa.array(DIRTY, pa.large_string()), pa.array([1, 2, 3, 4], pa.int8())], schema=schema
    )
    (done,) = CleanArrow("text")([batch])
    assert done.schema.equals(schema, check_metadata=True)
    assert done.to_pydict() == {"text": CLEAN, "n": [1, 2, 3, 4]}


def test_datatrove(tmp_path):
    texts = [text for text in DIRTY if text]
    step = CleanStep()
    seen = []

    def collect(data, rank=0, world_size=1):
        for document in data:
            seen.append((document.id, document.text))
            yield document

    documents = [Document(text=text, id=str(i)) for i, text in enumerate(texts)]
    executor = LocalPipelineExecutor([documents, step, collect], logging_dir=str(tmp_path))
    stats = executor.run()
    assert seen == [(str(i), text) for i, text in enumerate(t for t in CLEAN if t)]
    (counts,) = (each.stats for each in stats.stats if "cleaner" in each.name)
    assert (counts["documents"].total, counts["changed"].total, counts["W402"].total) == (3, 2, 1)


# Spark warns of a pandas that is newer than it knows, and leaves sockets to the collector.
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning")
def test_spark(tmp_path, monkeypatch):
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    sql = pytest.importorskip("pyspark.sql", reason="Spark is large: pip install 'cleaner[spark]'")
    spark = (
        sql.SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", str(tmp_path))
        .getOrCreate()
    )
    try:
        frame = spark.createDataFrame([(i, text) for i, text in enumerate(DIRTY)], "id int, text string")
        rows = frame.mapInArrow(CleanArrow("text"), frame.schema).orderBy("id").collect()
    finally:
        spark.stop()
    assert [row.text for row in rows] == CLEAN
