package io.github.d365fo.feed.support.disk;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that loses at a {@link #cut} what was not forced: bytes of files, and names of directories. Its
 * {@link Rules} may refuse each change. It is forgotten with the object, and not thread-safe.
 */
public final class Disk extends FileSystem {
    private static final FileSystem GRAMMAR = Jimfs.newFileSystem(Configuration.unix());

    final StoredDirectory root = new StoredDirectory();
    private final DiskPaths paths = new DiskPaths(this, GRAMMAR);
    private final DiskProvider provider = new DiskProvider(this);
    private final Rules rules;
    private boolean quiet;

    /** What may happen at each change of the disk. */
    public interface Rules {
        /** Fails, or does not return, if this change does not happen. */
        void mayChange(Path path, String doing) throws IOException;

        /** Returns how many of {@code count} bytes may be written to {@code path}, or fails. */
        int room(Path path, int count) throws IOException;
    }

    /** Creates an empty disk. */
    public Disk(Rules rules) {
        this.rules = rules;
    }

    void mayChange(Path path, String doing) throws IOException {
        if (!quiet) {
            rules.mayChange(path, doing);
        }
    }

    int room(Path path, int count) throws IOException {
        return quiet ? count : rules.room(path, count);
    }

    /** Returns how many bytes its files have. */
    public long used() {
        return root.used();
    }

    /** Loses any part of what was not forced. */
    public void cut(RandomGenerator random) {
        root.cut(random);
    }

    /** Does {@code work} by the rules of nobody. */
    public void quietly(Work work) throws IOException {
        quiet = true;
        try {
            work.run();
        } finally {
            quiet = false;
        }
    }

    /** Work on files. */
    @FunctionalInterface
    public interface Work {
        void run() throws IOException;
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public Path getPath(String first, String... more) {
        return paths.get(first, more);
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic", "unix");
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(getPath("/"));
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        throw new UnsupportedOperationException();
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }
}
