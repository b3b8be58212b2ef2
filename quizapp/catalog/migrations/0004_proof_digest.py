"""What evidence must bear out of each revision: its own expectation, or the one with its corrected key."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

from quizapp.catalog.content import Question


def follow_corrections(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    revisions: Any = apps.get_model("catalog", "ItemRevision")
    corrections: Any = apps.get_model("catalog", "KeyCorrection")
    revisions.objects.update(proof_digest=F("expectation_digest"))
    executed = corrections.objects.exclude(revision__expectation_digest="").select_related("revision")
    for correction in executed.order_by("corrected_at", "pk"):  # the last one of each revision is the one that stays
        digest = ""
        if correction.new_key:
            content = correction.revision.content | {"key": correction.new_key}
            expectation = Question.model_validate(content, strict=False).expectation()
            digest = "" if expectation is None else expectation.digest
        revisions.objects.filter(pk=correction.revision_id).update(proof_digest=digest)


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0003_withdrawn_revisions"),
    ]

    operations = [
        migrations.AddField(
            model_name="itemrevision",
            name="proof_digest",
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=64, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(follow_corrections, migrations.RunPython.noop),
    ]
