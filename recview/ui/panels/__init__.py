"""What can be seen of one recording, a panel each; `registry` has them all."""
