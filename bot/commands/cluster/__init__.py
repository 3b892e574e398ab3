"""`cluster`"""
