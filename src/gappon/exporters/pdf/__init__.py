"""PDF by compiling and linking: chapters become fragments, fragments become a file."""
