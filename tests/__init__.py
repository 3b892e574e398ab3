"""The tests of Aho: conversations first."""
