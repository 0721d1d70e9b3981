"""The rules: one file, one rule, found by `cleaner.rule.discover`. The file's name is the rule's."""
