package io.github.d365fo.feed.support.disk;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystem;
import java.nio.file.Path;

/** Another file system's paths, as those of a disk: only what they say is asked of them. */
final class DiskPaths {
    private final Disk disk;
    private final FileSystem grammar;

    DiskPaths(Disk disk, FileSystem grammar) {
        this.disk = disk;
        this.grammar = grammar;
    }

    Path get(String first, String... more) {
        return wrap(grammar.getPath(first, more));
    }

    private Path wrap(Path path) {
        return (Path)
                Proxy.newProxyInstance(Path.class.getClassLoader(), new Class<?>[] {Path.class}, new Handler(path));
    }

    static Path unwrap(Path path) {
        return Proxy.isProxyClass(path.getClass()) && Proxy.getInvocationHandler(path) instanceof Handler handler
                ? handler.path
                : path;
    }

    private final class Handler implements InvocationHandler {
        private final Path path;

        Handler(Path path) {
            this.path = path;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            return switch (method.getName()) {
                case "getFileSystem" -> disk;
                case "toRealPath" -> wrap(path.toAbsolutePath().normalize());
                default -> {
                    Object result = call(method, arguments);
                    yield result instanceof Path other ? wrap(other) : result;
                }
            };
        }

        private Object call(Method method, Object[] arguments) throws Throwable {
            Object[] plain = arguments == null ? new Object[0] : arguments.clone();
            for (int i = 0; i < plain.length; i++) {
                plain[i] = plain[i] instanceof Path other ? unwrap(other) : plain[i];
            }
            try {
                return method.invoke(path, plain);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
