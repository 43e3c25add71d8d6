package io.github.d365fo.connector.secrets;

import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.support.EveryEvent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/**
 * All that can be seen of a client: its events, its log, and whatever values and failures say by any of their public
 * methods, down to the causes of causes.
 */
public final class Sight implements EveryEvent, AutoCloseable {
    /** What gives a secret out by nature, and says so; and the id that must go back as it came. */
    private static final Set<String> SECRET_BY_NATURE =
            Set.of("popReceipt", "toJson", "uri", "downloadLocation", "correlationId", "hashCode");

    private final StringBuffer seen = new StringBuffer();
    private final Map<Object, Boolean> met = new IdentityHashMap<>();
    private final Logger logger = Logger.getLogger("io.github.d365fo");
    private final Log log = new Log();
    private final @Nullable Level levelBefore = logger.getLevel();
    private final boolean toldBefore = logger.getUseParentHandlers();

    public Sight() {
        logger.setLevel(Level.ALL);
        logger.setUseParentHandlers(false);
        logger.addHandler(log);
    }

    @Override
    public void close() {
        logger.removeHandler(log);
        logger.setUseParentHandlers(toldBefore);
        logger.setLevel(levelBefore);
    }

    /** Returns all that was seen since the last time, without white space. */
    public String take() {
        String text = Spelling.withoutSpace(seen.toString());
        seen.setLength(0);
        met.clear();
        return text;
    }

    /** Looks at a value or a failure from all sides. */
    public void see(Object object) {
        if (object == null || met.put(object, true) != null) {
            return;
        }
        if (object instanceof Optional<?> optional) {
            optional.ifPresent(this::see);
        } else if (object instanceof Collection<?> items) {
            items.forEach(this::see);
        } else {
            seen.append(object).append('\n');
            if (object instanceof Throwable failure) {
                seeFailure(failure);
            }
            if (object instanceof Throwable || isOurs(object.getClass())) {
                seeParts(object);
            }
        }
    }

    private void seeFailure(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        seen.append(trace);
        see(failure.getCause());
        see(List.of(failure.getSuppressed()));
    }

    private void seeParts(Object object) {
        for (Method method : object.getClass().getMethods()) {
            boolean part = method.getParameterCount() == 0
                    && !Modifier.isStatic(method.getModifiers())
                    && Modifier.isPublic(method.getDeclaringClass().getModifiers())
                    && !SECRET_BY_NATURE.contains(method.getName())
                    && (method.getReturnType() == String.class
                            || method.getReturnType() == Optional.class
                            || Collection.class.isAssignableFrom(method.getReturnType())
                            || isOurs(method.getReturnType()));
            if (part) {
                see(call(object, method));
            }
        }
    }

    private static Object call(Object object, Method method) {
        try {
            return method.invoke(object);
        } catch (InvocationTargetException e) {
            return e.getCause();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith("io.github.d365fo")
                && !type.getName().contains(".internal.")
                && !DownloadStream.class.isAssignableFrom(type);
    }

    @Override
    public void hear(Object event) {
        see(event);
    }

    private final class Log extends Handler {
        @Override
        public void publish(LogRecord line) {
            seen.append(new SimpleFormatter().format(line));
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
