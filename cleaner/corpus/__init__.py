"""Many documents: formats, shards, runners, manifests, the audit log, undo, learn.

    SRC -> plan -> shards -> local | ray -> process_shard -> output, audit log, manifest -> totals

Data flow one way, and every shard stands by itself: what it writes depends on its source and the
settings alone, never on who runs it, when, or how often it was interrupted. Nothing here knows a rule.
"""
