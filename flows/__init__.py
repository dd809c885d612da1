"""The flows that Prefect runs. A module here imports prefect, which takes seconds; import it late."""
