from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def lock_submitted(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Lists whose last version is submitted are locked."""
    lists = apps.get_model("proofing", "FavouriteList").objects.using(schema_editor.connection.alias)
    lists.filter(selections__state="submitted").update(is_locked=True)


class Migration(migrations.Migration):
    dependencies = [("proofing", "0002_packages_and_selections")]

    operations = [
        migrations.AddField(
            model_name="favouritelist",
            name="is_locked",
            field=models.BooleanField(
                default=False,
                help_text="While its last version is submitted: here, so that whoever holds the list knows it without asking.",
            ),
        ),
        migrations.RunPython(lock_submitted, migrations.RunPython.noop),
    ]
