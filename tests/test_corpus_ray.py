"""Ray writes the same bytes; a node that goes away takes no document with it."""

import threading
import time

import pytest
import ray
from corpora import build, cleaner, json_lines, run_here, text, tree
from ray.cluster_utils import Cluster

from cleaner.config import Config
from cleaner.corpus import ray as on_ray
from cleaner.corpus.run import run
from cleaner.corpus.settings import Settings
from cleaner.corpus.store import Store, sources

# Ray leaves sockets and subprocesses to the collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::FutureWarning")


@pytest.fixture
def corpus(tmp_path):
    build(tmp_path / "src", 20)
    run_here(tmp_path / "src", tmp_path / "whole")
    return tmp_path


def test_ray_writes_the_bytes_of_one_worker(corpus):
    options = ("--shard-size", "0.002", "--quiet", "--engine", "ray", "--jobs", "2")
    cleaner("corpus", "src", "dst", *options, cwd=corpus, check=0)
    assert tree(corpus / "dst") == tree(corpus / "whole")


def test_a_node_removed_in_the_middle_takes_nothing_with_it(tmp_path):
    (tmp_path / "src").mkdir()
    for name in "abc":
        texts = [text(i) + f" Of {name}, {i * 7919} words." for i in range(60)]
        (tmp_path / "src" / f"{name}.jsonl").write_bytes(json_lines(texts))
    run_here(tmp_path / "src", tmp_path / "whole")
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    try:
        node = cluster.add_node(num_cpus=1)
        ray.init(address=cluster.address, log_to_driver=False, logging_level="error")
        manifests = tmp_path / "dst/_cleaner/manifests"
        finished = []

        def remove():
            while len(list(manifests.glob("*"))) < 3:
                time.sleep(0.01)
            cluster.remove_node(node, allow_graceful=False)
            finished.append(len(list(manifests.glob("*"))))

        thread = threading.Thread(target=remove, daemon=True)
        thread.start()
        store, entries = sources(str(tmp_path / "src"))
        settings = Settings(store.full, Store(str(tmp_path / "dst")).full, Config(), shard_size=2000)
        total = run(settings, entries, runner=on_ray.run, jobs=2)
        thread.join(60)
    finally:
        ray.shutdown()
        cluster.shutdown()
    assert 3 <= finished[0] < total.shards  # there was still something to do
    assert total.failed == {}
    assert total.counts.documents == 180
    assert tree(tmp_path / "dst") == tree(tmp_path / "whole")
