"""What comes from other systems: service that was recorded there, and what a sheet is refused with."""
