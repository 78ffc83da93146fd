"""Sampled simulation: a plan run forward without foresight through what chance does to it."""
