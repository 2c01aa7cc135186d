"""An import on a cluster: Spark brings together what belongs together, and each task imports a part."""
