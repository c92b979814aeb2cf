"""What is stored: tables, the encrypted workspace, the journal, migrations, search."""
