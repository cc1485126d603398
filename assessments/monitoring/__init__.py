"""Monitoring (监测复查): how counties stand to the standard in the years after they were recognised."""
