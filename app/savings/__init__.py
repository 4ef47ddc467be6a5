"""Savings: the cost improvement (CIP) schemes.

Money is twelve monthly cells of plan, forecast and actual; everything else is computed.
"""
