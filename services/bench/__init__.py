"""The figures of the platform, measured on platforms of their own."""
