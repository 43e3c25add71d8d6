package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.spring.ExportListener;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * The methods with {@link ExportListener} among all beans, by the names of their feeds. It looks at the beans' types and
 * not at beans, so that a lazy one is found as well.
 */
final class ListenerMethods implements SmartInitializingSingleton {
    private final ConfigurableListableBeanFactory beans;
    private final Map<String, FeedProperties> feeds;
    private @Nullable Map<String, ListenerMethod> found;

    ListenerMethods(ConfigurableListableBeanFactory beans, Map<String, FeedProperties> feeds) {
        this.beans = beans;
        this.feeds = feeds;
    }

    /**
     * Returns the method for the feed {@code key}.
     *
     * @throws PropertyException if there is none
     */
    ListenerMethod get(String key) {
        ListenerMethod method = all().get(key);
        if (method == null) {
            throw new PropertyException(
                    Prefix.feed(key).name(),
                    "no method of a bean has @ExportListener(\"" + key + "\")",
                    "Annotate the method that takes over its packages, or remove the feed.");
        }
        return method;
    }

    /** Complains about methods that no feed calls. */
    @Override
    public void afterSingletonsInstantiated() {
        all().forEach((key, method) -> {
            FeedProperties feed = feeds.get(key);
            if (feed == null || feed.exportSettings() == null) {
                throw new PropertyException(
                        Prefix.feed(key).name() + ".export.spool",
                        "it is required by " + method + " and is not set",
                        "Set it to the directory where the packages of this feed lie until they are handled.");
            }
        });
    }

    private synchronized Map<String, ListenerMethod> all() {
        if (found == null) {
            Map<String, ListenerMethod> methods = new TreeMap<>();
            for (String bean : beans.getBeanNamesForType(Object.class, true, false)) {
                Class<?> type = AutoProxyUtils.determineTargetClass(beans, bean);
                if (type != null
                        && !ScopedProxyUtils.isScopedTarget(bean)
                        && AnnotationUtils.isCandidateClass(type, ExportListener.class)) {
                    add(bean, type, methods);
                }
            }
            found = methods;
        }
        return found;
    }

    private void add(String bean, Class<?> type, Map<String, ListenerMethod> methods) {
        Map<Method, ExportListener> annotated =
                MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<ExportListener>)
                        method -> AnnotatedElementUtils.findMergedAnnotation(method, ExportListener.class));
        annotated.forEach((method, listener) -> {
            ListenerMethod added = new ListenerMethod(beans, bean, method, listener);
            ListenerMethod other = methods.put(listener.value(), added);
            if (other != null) {
                throw new SetupException(
                        added + ": its feed has another one, " + other, "Remove one of the two annotations.");
            }
        });
    }
}
