"""Every channel by which data arrive; all end in one Submission."""
