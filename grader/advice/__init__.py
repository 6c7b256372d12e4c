"""Name the mistake behind a finding and its transcript. Pure: nothing here runs a program or awards points."""
