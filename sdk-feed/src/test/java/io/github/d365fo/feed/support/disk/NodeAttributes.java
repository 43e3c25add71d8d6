package io.github.d365fo.feed.support.disk;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** What a disk knows of a file but for its bytes. It keeps no times. */
record NodeAttributes(Node node) implements BasicFileAttributes {
    private static final FileTime ONCE = FileTime.fromMillis(0);

    @Override
    public FileTime lastModifiedTime() {
        return ONCE;
    }

    @Override
    public FileTime lastAccessTime() {
        return ONCE;
    }

    @Override
    public FileTime creationTime() {
        return ONCE;
    }

    @Override
    public boolean isRegularFile() {
        return node instanceof StoredFile;
    }

    @Override
    public boolean isDirectory() {
        return node instanceof StoredDirectory;
    }

    @Override
    public boolean isSymbolicLink() {
        return false;
    }

    @Override
    public boolean isOther() {
        return false;
    }

    @Override
    public long size() {
        return node instanceof StoredFile file ? file.size() : 0;
    }

    @Override
    public Object fileKey() {
        return node;
    }
}
