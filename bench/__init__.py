"""How fast handoutgen is next to others on this machine: `./run bench`; see docs/benchmarks.md."""
