package io.github.d365fo.feed.support.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** An open file, or a directory that is opened to be forced. */
final class DiskChannel extends FileChannel {
    private final Disk disk;
    private final Path path;
    private final Node node;
    private final boolean append;
    private long position;

    DiskChannel(Disk disk, Path path, Node node, boolean append) {
        this.disk = disk;
        this.path = path;
        this.node = node;
        this.append = append;
    }

    private StoredFile file() {
        return (StoredFile) node;
    }

    @Override
    public int read(ByteBuffer target) {
        int count = read(target, position);
        position += Math.max(0, count);
        return count;
    }

    @Override
    public int read(ByteBuffer target, long from) {
        return file().read(Math.toIntExact(from), target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = write(source, append ? size() : position);
        position = append ? size() : position + count;
        return count;
    }

    @Override
    public int write(ByteBuffer source, long to) throws IOException {
        int count = disk.room(path, source.remaining());
        ByteBuffer part = source.slice(source.position(), count);
        source.position(source.position() + count);
        file().write(Math.toIntExact(to), part);
        return count;
    }

    @Override
    public long size() {
        return file().size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        disk.mayChange(path, "shorten");
        file().truncate(Math.toIntExact(size));
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        disk.mayChange(path, "force");
        node.force();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public FileChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    /** One process at a time has a disk. */
    @Override
    public FileLock tryLock(long from, long size, boolean shared) {
        return new FileLock(this, from, size, shared) {
            @Override
            public boolean isValid() {
                return acquiredBy().isOpen();
            }

            @Override
            public void release() {
                // Nobody waits for it.
            }
        };
    }

    @Override
    public FileLock lock(long from, long size, boolean shared) {
        return tryLock(from, size, shared);
    }

    @Override
    protected void implCloseChannel() {
        // What is written stays, forced or not.
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long from, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long to, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long from, long size) {
        throw new UnsupportedOperationException();
    }
}
