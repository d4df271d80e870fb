"""The commands, by what a person does: set up, list, ask and answer, orchestrate. Each imports inside itself."""
