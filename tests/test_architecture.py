from importlinter.cli import lint_imports


def test_apps_import_downwards_only():
    assert lint_imports(no_cache=True) == 0
