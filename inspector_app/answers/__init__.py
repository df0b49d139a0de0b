"""What the command line answers, as plain values: the contract that outsiders rely on."""
