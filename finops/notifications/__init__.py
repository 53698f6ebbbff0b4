"""Telling people: alerts, who is told of them and how, and the delivery of what they are told."""
