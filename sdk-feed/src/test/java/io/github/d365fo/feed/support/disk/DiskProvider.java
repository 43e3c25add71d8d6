package io.github.d365fo.feed.support.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What programs may do with the files of a disk. */
final class DiskProvider extends FileSystemProvider {
    private final Disk disk;

    DiskProvider(Disk disk) {
        this.disk = disk;
    }

    private @Nullable Node find(Path path) {
        Node node = disk.root;
        for (Path name : DiskPaths.unwrap(path).toAbsolutePath().normalize()) {
            node = node instanceof StoredDirectory directory ? directory.get(name.toString()) : null;
        }
        return node;
    }

    private Node get(Path path) throws NoSuchFileException {
        Node node = find(path);
        if (node == null) {
            throw new NoSuchFileException(path.toString());
        }
        return node;
    }

    private StoredDirectory parent(Path path) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (get(directory) instanceof StoredDirectory found) {
            return found;
        }
        throw new NotDirectoryException(directory.toString());
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        Node node = find(path);
        boolean fresh = options.contains(StandardOpenOption.CREATE_NEW);
        if (fresh && node != null) {
            throw new FileAlreadyExistsException(path.toString());
        }
        boolean writes = options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
        if (writes) {
            disk.mayChange(path, "open");
        }
        if (node == null && writes && (fresh || options.contains(StandardOpenOption.CREATE))) {
            node = new StoredFile();
            parent(path).change(name(path), node);
        }
        Node found = node == null ? get(path) : node;
        if (writes && options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
            ((StoredFile) found).truncate(0);
        }
        return new DiskChannel(disk, path, found, options.contains(StandardOpenOption.APPEND));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path path, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        if (!(get(path) instanceof StoredDirectory directory)) {
            throw new NotDirectoryException(path.toString());
        }
        List<Path> paths =
                directory.names().keySet().stream().map(path::resolve).toList();
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return paths.iterator();
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    @Override
    public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
        if (find(path) != null) {
            throw new FileAlreadyExistsException(path.toString());
        }
        disk.mayChange(path, "make");
        parent(path).change(name(path), new StoredDirectory());
    }

    @Override
    public void delete(Path path) throws IOException {
        if (get(path) instanceof StoredDirectory directory && !directory.names().isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
        }
        disk.mayChange(path, "delete");
        parent(path).change(name(path), null);
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        Files.write(target, Files.readAllBytes(source), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        Node node = get(source);
        if (find(target) != null && !List.of(options).contains(StandardCopyOption.REPLACE_EXISTING)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        disk.mayChange(source, "move");
        StoredDirectory from = parent(source);
        StoredDirectory to = parent(target);
        if (from == to) {
            Map<String, @Nullable Node> both = new HashMap<>();
            both.put(name(source), null);
            both.put(name(target), node);
            from.change(both);
        } else {
            to.change(name(target), node);
            from.change(name(source), null);
        }
    }

    @Override
    public boolean isSameFile(Path one, Path other) throws IOException {
        return get(one) == get(other);
    }

    @Override
    public boolean isHidden(Path path) {
        return false;
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        get(path);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return type.cast(new NodeAttributes(get(path)));
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileStore getFileStore(Path path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getScheme() {
        return "disk";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException();
    }
}
