"""The figures of the matching engine: ours and others' on the same invented city in the same run."""
