"""The way from a model to a verified plan."""

from reshore.pipeline.plan import NoPlan, Request, VerificationFailed, plan_tables, verify

__all__ = ["NoPlan", "Request", "VerificationFailed", "plan_tables", "verify"]
