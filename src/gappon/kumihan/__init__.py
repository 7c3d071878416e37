"""Japanese line composition after JLREQ, as pure functions over characters and lengths."""
