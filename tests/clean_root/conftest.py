"""These boot a Debian of their own, for which `make test-deb` provides: other runs leave them alone."""

import os

if "OKTUI_CLEAN_ROOT" not in os.environ:
    collect_ignore_glob = ["test_*.py"]
