"""What the faces say alike: codes and requirements in words for people."""
