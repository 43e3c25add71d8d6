package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.feed.Export;
import io.github.d365fo.spring.ExportListener;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;
import org.springframework.util.ReflectionUtils;

/** A method with {@link ExportListener}, and the bean that has it. Thread-safe. */
final class ListenerMethod {
    private final BeanFactory beans;
    private final String bean;
    private final Method method;
    private final ExportListener listener;
    private final List<Parameter> parameters;

    /**
     * Creates one.
     *
     * @throws SetupException if it has a parameter that it can't get, returns something, or returns before it is done
     */
    ListenerMethod(BeanFactory beans, String bean, Method method, ExportListener listener) {
        this.beans = beans;
        this.bean = bean;
        this.method = method;
        this.listener = listener;
        this.parameters =
                Arrays.stream(method.getParameterTypes()).map(this::parameter).toList();
        if (method.getReturnType() != void.class) {
            throw new SetupException(
                    this + ": expected it to return nothing, but it returns "
                            + method.getReturnType().getSimpleName(),
                    "Make it void: a package is handled when the method returns.");
        }
        if (isAsync(method) || isAsync(method.getDeclaringClass())) {
            throw new SetupException(
                    this + ": expected it to return when the package is handled, but it is @Async",
                    "Remove @Async: when the method returns, the message is acknowledged and the package deleted. To handle"
                            + " several packages at once, set the feed's export.concurrency.");
        }
    }

    private static boolean isAsync(AnnotatedElement element) {
        return AnnotatedElementUtils.hasAnnotation(element, Async.class);
    }

    private Parameter parameter(Class<?> type) {
        return Parameter.of(type)
                .orElseThrow(() -> new SetupException(
                        this + ": expected parameters of the types " + Parameter.names() + ", but got "
                                + type.getSimpleName(),
                        "Take what you need from one of these, and inject beans into the class."));
    }

    /** Returns whether it takes part in a transaction. */
    boolean isTransactional() {
        return parameters.contains(Parameter.CONNECTION);
    }

    /** Hands a package to the method. */
    void handle(Export export) throws Exception {
        call(export, null);
    }

    /** Hands a package to the method, in the transaction of {@code connection}. */
    void handle(Export export, Connection connection) throws Exception {
        call(export, connection);
    }

    private void call(Export export, @Nullable Connection connection) throws Exception {
        Object target = beans.getBean(bean);
        Method invocable = AopUtils.selectInvocableMethod(method, target.getClass());
        ReflectionUtils.makeAccessible(invocable);
        try (OpenedPackage opened = new OpenedPackage(export, connection, listener.entity())) {
            @Nullable Object[] arguments = new Object[parameters.size()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = opened.argument(parameters.get(i));
            }
            invocable.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw thrown(e);
        }
    }

    /** The feed judges what the method threw, and not how it was called. */
    private static Exception thrown(InvocationTargetException e) {
        if (e.getTargetException() instanceof Error error) {
            throw error;
        }
        return e.getTargetException() instanceof Exception exception ? exception : e;
    }

    /** Returns the annotation and the method, as a reader looks for them. */
    @Override
    public String toString() {
        return "@ExportListener(\"" + listener.value() + "\") "
                + method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
}
