"""A step of a datatrove pipeline: ``CleanStep(profile="pdf")``, put behind a reader or a filter."""

from __future__ import annotations

from typing import Any, Unpack

from datatrove.pipeline.base import PipelineStep

from cleaner.config import Config, Options
from cleaner.engine import Cleaner


class CleanStep(PipelineStep):  # type: ignore[misc]
    """Cleans the text of each document. Options are those of `Cleaner`.

    Its statistics are the documents, those that were changed, and the edits by rule.
    """

    name = "cleaner"
    type = "✂️ - FORMAT"

    def __init__(self, **options: Unpack[Options]) -> None:
        super().__init__()
        self._cleaner = Cleaner(Config().merged(**options))

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Any:
        """Clean the documents as they come."""
        for document in data:
            self.stat_update("documents")
            with self.track_time():
                repair = self._cleaner.clean(document.text)
            if repair.edits:
                document.text = repair.text
                self.stat_update("changed")
                for edit in repair.edits:
                    self.stat_update(edit.code)
            yield document
