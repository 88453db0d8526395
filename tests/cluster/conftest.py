"""These start a cluster of three nodes, for which `make test-cluster` provides: other runs leave them alone."""

import os

if "OKTUI_CLUSTER" not in os.environ:
    collect_ignore_glob = ["test_*.py"]
