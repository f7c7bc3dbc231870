"""Rules of the register: who may sign up, declare, grant."""
