"""Characters that the converter uses as its own marks while a post is converted."""

# Mistune asks str.isalnum() whether a character is punctuation, so the edge must be a letter: one
# of Old South Arabian. In a post that has this letter, delimiter runs are not eased.
EMPHASIS_EDGE = "\U00010a7c"
# Stands for the | of {漢字|かんじ}, so that tables do not split at it; no author uses it for text
# (Supplementary Private Use Area-B), and it is taken out of posts.
RUBY_BAR = "\U0010fffc"
