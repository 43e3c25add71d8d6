package io.github.d365fo.feed.internal.imports;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Another file has the name that a file was to get. */
final class NameTakenException extends FileSystemException {
    private static final long serialVersionUID = 1;

    NameTakenException(Path name) {
        super(name.toString(), null, "another file has that name");
    }
}
