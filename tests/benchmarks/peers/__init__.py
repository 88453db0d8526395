"""OKtui beside what else an office could administer accounts with: the same work, in ms and in keystrokes."""
