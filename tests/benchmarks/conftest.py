"""What runs on demand is not collected; it is tried by the `test_bench_*` beside it."""

collect_ignore_glob = ["bench_*.py", "labelled_*.py"]
