"""The evidence app."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Registration of the app."""

    name = "quizapp.evidence"
    label = "evidence"

    def ready(self) -> None:
        # Models exist only once apps are ready.
        from quizapp.evidence.explaining import explain_proven, keep_explained  # noqa: PLC0415
        from quizapp.evidence.receiving import keep_evidence, note_environments  # noqa: PLC0415
        from quizapp.runs.signals import host_announced, run_recorded  # noqa: PLC0415

        run_recorded.connect(keep_evidence)
        run_recorded.connect(keep_explained)
        run_recorded.connect(explain_proven)
        host_announced.connect(note_environments)
