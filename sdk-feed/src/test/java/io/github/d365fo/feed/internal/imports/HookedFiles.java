package io.github.d365fo.feed.internal.imports;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The files of another file system, each change of which is shown to a hook before it is made. */
final class HookedFiles extends FileSystemProvider {
    private final FileSystem inner;
    private final FileSystemProvider files;
    private final HookedFileSystem system;
    private final Hook hook;

    HookedFiles(FileSystem inner, Hook hook) {
        this.inner = inner;
        this.files = inner.provider();
        this.system = new HookedFileSystem(this, inner);
        this.hook = hook;
    }

    /** Sees changes before they are made, and may fail them. */
    interface Hook {
        void before(Change change, Path file) throws IOException;

        /** Sees a write, and returns how many of its bytes are written before it fails, or all if it is not to fail. */
        default int before(ByteBuffer write, Path file) throws IOException {
            before(Change.WRITE, file);
            return write.remaining();
        }

        /** Sees a look into a directory before it is made. */
        default void beforeList(Path directory) throws IOException {}

        /** Sees a question for a file's attributes before it is answered. */
        default void beforeLook(Path file) throws IOException {}

        /** Hears that all that was written to {@code file} is on the disk, which has so many bytes. */
        default void forced(Path file, long size) {}
    }

    enum Change {
        CREATE,
        CREATE_DIRECTORY,
        LINK,
        MOVE,
        DELETE,
        WRITE,
        FORCE,
        TRUNCATE
    }

    Path path(String first) {
        return wrap(inner.getPath(first));
    }

    /** Returns what {@code path} is to the inner file system. */
    static Path unwrap(Path path) {
        return path instanceof Inner known ? known.inner() : path;
    }

    /** A path that knows the one it stands for. */
    private interface Inner {
        Path inner();
    }

    Path wrap(Path path) {
        return (Path) Proxy.newProxyInstance(
                HookedFiles.class.getClassLoader(),
                new Class<?>[] {Path.class, Inner.class},
                (proxy, method, args) -> call(path, method, args));
    }

    @SuppressWarnings("unchecked")
    private Object call(Path path, Method method, Object[] args) throws Throwable {
        return switch (method.getName()) {
            case "inner" -> path;
            case "getFileSystem" -> system;
            case "equals" -> args[0] instanceof Inner other && path.equals(other.inner());
            case "iterator" -> wrapped(path).iterator();
            case "forEach" -> {
                wrapped(path).forEach((Consumer<? super Path>) args[0]);
                yield null;
            }
            case "spliterator", "toFile", "register" -> throw new UnsupportedOperationException(method.getName());
            default -> passOn(path, method, args);
        };
    }

    private Object passOn(Path path, Method method, Object[] args) throws Throwable {
        Object[] plain = args == null ? new Object[0] : args.clone();
        for (int i = 0; i < plain.length; i++) {
            plain[i] = plain[i] instanceof Path each ? unwrap(each) : plain[i];
        }
        try {
            Object result = method.invoke(path, plain);
            return result instanceof Path each ? wrap(each) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private List<Path> wrapped(Iterable<Path> paths) {
        List<Path> wrapped = new ArrayList<>();
        paths.forEach(each -> wrapped.add(wrap(each)));
        return wrapped;
    }

    @Override
    public String getScheme() {
        return "hooked";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return system;
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... with)
            throws IOException {
        return newFileChannel(path, options, with);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... with)
            throws IOException {
        boolean makes = options.contains(StandardOpenOption.CREATE) || options.contains(StandardOpenOption.CREATE_NEW);
        if (makes && !Files.exists(unwrap(path))) {
            hook.before(Change.CREATE, path);
        }
        return new HookedChannel(files.newFileChannel(unwrap(path), options, with), path, hook);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        hook.beforeList(directory);
        DirectoryStream<Path> stream = files.newDirectoryStream(unwrap(directory), each -> filter.accept(wrap(each)));
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return wrapped(stream).iterator();
            }

            @Override
            public void close() throws IOException {
                stream.close();
            }
        };
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... with) throws IOException {
        if (!Files.exists(unwrap(directory))) {
            hook.before(Change.CREATE_DIRECTORY, directory);
        }
        files.createDirectory(unwrap(directory), with);
    }

    @Override
    public void createLink(Path link, Path existing) throws IOException {
        hook.before(Change.LINK, link);
        files.createLink(unwrap(link), unwrap(existing));
    }

    @Override
    public void delete(Path path) throws IOException {
        hook.before(Change.DELETE, path);
        files.delete(unwrap(path));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        hook.before(Change.CREATE, target);
        files.copy(unwrap(source), unwrap(target), options);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        hook.before(Change.MOVE, target);
        files.move(unwrap(source), unwrap(target), options);
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return files.isSameFile(unwrap(path), unwrap(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return files.isHidden(unwrap(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return files.getFileStore(unwrap(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        hook.beforeLook(path);
        files.checkAccess(unwrap(path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return files.getFileAttributeView(unwrap(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        hook.beforeLook(path);
        return files.readAttributes(unwrap(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        hook.beforeLook(path);
        return files.readAttributes(unwrap(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        files.setAttribute(unwrap(path), attribute, value, options);
    }
}
