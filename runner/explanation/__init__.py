"""Why a program prints what it prints, and which slips print the wrong choices; on the host, without a framework."""
