"""One module for each kind of generated file: `files(root)` answers their texts by path."""
