from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def sort_by_bytes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite compares bytes anyway; PostgreSQL asks the database's language, which skips `_` and `-`."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE galleries_photo ALTER COLUMN name_sort TYPE varchar(1000) COLLATE "C"')


class Migration(migrations.Migration):
    dependencies = [("galleries", "0004_darkened_for")]

    operations = [migrations.RunPython(sort_by_bytes, migrations.RunPython.noop, elidable=False)]
