"""The web application: catalogue, evidence, sittings, boards, and the pages over them."""
