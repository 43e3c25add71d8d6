package io.github.d365fo.feed.internal.imports;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A channel of {@link HookedFiles}. */
final class HookedChannel extends FileChannel {
    private final FileChannel inner;
    private final Path file;
    private final HookedFiles.Hook hook;

    HookedChannel(FileChannel inner, Path file, HookedFiles.Hook hook) {
        this.inner = inner;
        this.file = file;
        this.hook = hook;
    }

    /** Writes as much as the hook lets it, and shows the rest to the hook, which fails it. */
    private interface Write {
        int of(ByteBuffer bytes) throws IOException;
    }

    private int write(ByteBuffer bytes, Write write) throws IOException {
        int most = hook.before(bytes, file);
        if (most >= bytes.remaining()) {
            return write.of(bytes);
        }
        ByteBuffer part = bytes.duplicate();
        part.limit(part.position() + most);
        write.of(part);
        hook.before(HookedFiles.Change.WRITE, file);
        throw new IOException("the hook of a write in part has to fail");
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return write(bytes, inner::write);
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
        return write(bytes, part -> inner.write(part, position));
    }

    @Override
    public long write(ByteBuffer[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        hook.before(HookedFiles.Change.TRUNCATE, file);
        inner.truncate(size);
        return this;
    }

    @Override
    public void force(boolean metadata) throws IOException {
        hook.before(HookedFiles.Change.FORCE, file);
        inner.force(metadata);
        hook.forced(file, inner.size());
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return inner.read(into);
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) throws IOException {
        return inner.read(into, offset, length);
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        return inner.read(into, position);
    }

    @Override
    public long position() throws IOException {
        return inner.position();
    }

    @Override
    public FileChannel position(long to) throws IOException {
        inner.position(to);
        return this;
    }

    @Override
    public long size() throws IOException {
        return inner.size();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return inner.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return inner.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return inner.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        inner.close();
    }
}
