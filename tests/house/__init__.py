"""House rules: what the code promises about itself."""
