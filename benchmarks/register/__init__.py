"""The register import at full size: a generator of nightly files, and what importing them takes."""
