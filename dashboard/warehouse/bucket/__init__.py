"""A warehouse whose generations lie in a bucket of an object store that speaks S3, named ``s3://BUCKET/PREFIX``."""
