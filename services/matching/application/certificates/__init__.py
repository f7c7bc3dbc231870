"""What can be done with certificates of service."""
