import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_words_of_text"),
        ("reporting", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "Sendt inn"),
                            ("returned", "Sendt tilbake"),
                            ("accepted", "Godtatt"),
                            ("superseded", "Erstattet"),
                        ],
                        default="submitted",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True, help_text="Why there is a new one after the first.")),
                ("submitted_at", models.DateTimeField()),
                ("seal", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "utgave",
                "verbose_name_plural": "utgaver",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Transition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("open", "Åpnet"),
                            ("ready", "Meldt klar"),
                            ("reopen", "Tatt tilbake til utkast"),
                            ("submit", "Signert og sendt inn"),
                            ("return", "Sendt tilbake"),
                            ("accept", "Godtatt"),
                            ("correct", "Åpnet for retting"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("not_opened", "Ikke åpnet"),
                            ("draft", "Utkast"),
                            ("ready", "Klar"),
                            ("submitted", "Sendt inn"),
                            ("returned", "Sendt tilbake"),
                            ("accepted", "Godtatt"),
                            ("superseded", "Erstattet"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("not_opened", "Ikke åpnet"),
                            ("draft", "Utkast"),
                            ("ready", "Klar"),
                            ("submitted", "Sendt inn"),
                            ("returned", "Sendt tilbake"),
                            ("accepted", "Godtatt"),
                            ("superseded", "Erstattet"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("comment", models.TextField(blank=True)),
                (
                    "edition",
                    models.PositiveSmallIntegerField(
                        help_text="The number of the edition that the step is about.", null=True
                    ),
                ),
                ("seal", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="report",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="report",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="report",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="build",
            name="edition",
            field=models.PositiveSmallIntegerField(
                help_text="The number it is to have when it is signed. None: a draft, that nobody can sign.", null=True
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="state",
            field=models.CharField(
                choices=[
                    ("not_opened", "Ikke åpnet"),
                    ("draft", "Utkast"),
                    ("ready", "Klar"),
                    ("submitted", "Sendt inn"),
                    ("returned", "Sendt tilbake"),
                    ("accepted", "Godtatt"),
                ],
                default="draft",
                max_length=10,
                verbose_name="tilstand",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="state",
            field=models.CharField(
                choices=[
                    ("not_opened", "Ikke åpnet"),
                    ("draft", "Utkast"),
                    ("ready", "Klar"),
                    ("submitted", "Sendt inn"),
                    ("returned", "Sendt tilbake"),
                    ("accepted", "Godtatt"),
                ],
                default="not_opened",
                max_length=10,
                verbose_name="tilstand",
            ),
        ),
        migrations.AddField(
            model_name="reportevent",
            name="state",
            field=models.CharField(
                choices=[
                    ("not_opened", "Ikke åpnet"),
                    ("draft", "Utkast"),
                    ("ready", "Klar"),
                    ("submitted", "Sendt inn"),
                    ("returned", "Sendt tilbake"),
                    ("accepted", "Godtatt"),
                ],
                default="draft",
                max_length=10,
                verbose_name="tilstand",
            ),
        ),
        migrations.AlterField(
            model_name="reportevent",
            name="state",
            field=models.CharField(
                choices=[
                    ("not_opened", "Ikke åpnet"),
                    ("draft", "Utkast"),
                    ("ready", "Klar"),
                    ("submitted", "Sendt inn"),
                    ("returned", "Sendt tilbake"),
                    ("accepted", "Godtatt"),
                ],
                default="not_opened",
                max_length=10,
                verbose_name="tilstand",
            ),
        ),
        migrations.AddField(
            model_name="snapshot",
            name="pdf_sha256",
            field=models.CharField(db_index=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.RunSQL(
            [
                "ALTER TABLE reporting_snapshot DISABLE TRIGGER USER",
                "UPDATE reporting_snapshot SET pdf_sha256 = encode(sha256(pdf), 'hex')",
                "ALTER TABLE reporting_snapshot ENABLE TRIGGER USER",
            ],
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="report",
            name="region",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="access.region",
            ),
        ),
        migrations.AlterField(
            model_name="reportevent",
            name="region",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="access.region",
            ),
        ),
        migrations.AlterField(
            model_name="snapshot",
            name="sha256",
            field=models.CharField(db_index=True, max_length=64),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="report",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_reportevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "round_id", "state") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."region_id", NEW."round_id", NEW."state"); RETURN NULL;',
                    hash="0ecc9f27b70d4b9190bac6fa6e6d2abf28b74e41",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_69d08",
                    table="reporting_report",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="report",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reporting_reportevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "round_id", "state") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."region_id", NEW."round_id", NEW."state"); RETURN NULL;',
                    hash="e3cce4a7660d2c904b4c8b03ce1b458e4dc093b2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6c13c",
                    table="reporting_report",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="report",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_reportevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "round_id", "state") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."region_id", OLD."round_id", OLD."state"); RETURN NULL;',
                    hash="882091e2e3f69be9a88bec80553f7b04a3acece1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a47c2",
                    table="reporting_report",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("region", None)), fields=("round",), name="one_national_report_per_round"
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="reporting.report"
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="signed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="snapshot",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="edition", to="reporting.snapshot"
            ),
        ),
        migrations.AddField(
            model_name="transition",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="transition",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="transitions", to="reporting.report"
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(fields=("report", "number"), name="edition_number_is_unique_in_report"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "accepted")), fields=("report",), name="one_accepted_edition_per_report"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."report_id" IS DISTINCT FROM (NEW."report_id") OR OLD."seal" IS DISTINCT FROM (NEW."seal") OR OLD."signed_by_id" IS DISTINCT FROM (NEW."signed_by_id") OR OLD."snapshot_id" IS DISTINCT FROM (NEW."snapshot_id") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="a36d0625f2a52e9b09d5d7c60b64d3054c76792f",
                    operation="UPDATE",
                    pgid="pgtrigger_frozen_b5f6e",
                    table="reporting_edition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="601b2b00b73ae258a74aa41845bdbdd97fff540a",
                    operation="DELETE",
                    pgid="pgtrigger_kept_f231b",
                    table="reporting_edition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="forwards",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{submitted:returned,submitted:accepted,returned:superseded,accepted:superseded}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="0e90d5e8d71673d35f9680b32437a43fbcd3bae8",
                    operation="UPDATE",
                    pgid="pgtrigger_forwards_30f82",
                    table="reporting_edition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate table %', TG_TABLE_NAME;",
                    hash="be615c07d3fd6dcaf904e48e26373133db2af969",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_keep_rows_58e3b",
                    table="reporting_edition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="transition",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f7e58c25bee0d71bd852e202429e6b97e05a9df4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_3bff4",
                    table="reporting_transition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="transition",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate table %', TG_TABLE_NAME;",
                    hash="1d117c33463633da2a833a2553d0b9fe31a9ea57",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_keep_rows_980e2",
                    table="reporting_transition",
                    when="BEFORE",
                ),
            ),
        ),
    ]
