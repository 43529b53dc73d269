from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from provino.lib.filenames import natural_sort_key


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give everybody who stands in the address book already their place."""
    contacts = apps.get_model("contacts", "Contact")._default_manager
    for contact in contacts.only("pk", "name", "email").iterator():
        contact.name_sort = natural_sort_key(contact.name or contact.email)[:1000]
        contact.save(update_fields=["name_sort"])


def sort_by_bytes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite compares bytes anyway; PostgreSQL asks the database's language, which skips `_` and `-`."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE contacts_contact ALTER COLUMN name_sort TYPE varchar(1000) COLLATE "C"')
        schema_editor.execute('ALTER TABLE contacts_contact ALTER COLUMN email TYPE varchar(254) COLLATE "C"')


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="name_sort",
            field=models.CharField(
                blank=True,
                default="",
                help_text="The name, else the address, as text that sorts as people do.",
                max_length=1000,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(sort_by_bytes, migrations.RunPython.noop, elidable=False),
        # Last: PostgreSQL changes no column's type while rows of the same transaction have checks waiting.
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
