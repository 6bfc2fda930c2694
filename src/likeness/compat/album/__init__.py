"""One album at a time: pictures in, faces and groups of faces out, nothing kept."""
