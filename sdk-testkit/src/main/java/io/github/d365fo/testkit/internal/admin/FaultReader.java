package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Creates a fault from its name and the arguments of its record: the sealed set is the only list of faults. */
final class FaultReader {
    private static final List<Class<?>> KINDS = Arrays.stream(Fault.class.getPermittedSubclasses())
            .filter(Class::isRecord)
            .sorted(Comparator.comparing(Class::getSimpleName))
            .collect(Collectors.toUnmodifiableList());

    private FaultReader() {}

    /** Returns the available faults and their arguments. */
    static List<JsonObject> available() {
        return KINDS.stream()
                .map(kind -> new JsonObject().put("name", kind.getSimpleName()).put("arguments", arguments(kind)))
                .toList();
    }

    static Fault read(String name, JsonObject arguments) {
        Class<?> kind = KINDS.stream()
                .filter(each -> each.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("fault: expected one of "
                        + KINDS.stream().map(Class::getSimpleName).toList() + ", but got another"));
        Constructor<?> constructor = Arrays.stream(kind.getConstructors())
                .filter(each -> fits(each, arguments.names()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("arguments: expected those of " + name + ", which are "
                        + arguments(kind) + ", but got others"));
        return (Fault) create(
                constructor,
                Arrays.stream(constructor.getParameters())
                        .map(parameter -> argument(parameter, arguments))
                        .toArray());
    }

    private static JsonObject arguments(Class<?> kind) {
        JsonObject arguments = new JsonObject();
        for (RecordComponent component : kind.getRecordComponents()) {
            arguments.put(component.getName(), component.getType().getSimpleName());
        }
        return arguments;
    }

    /** Returns whether these are the names of all parameters; a Retry-After can be omitted, as on the wire. */
    private static boolean fits(Constructor<?> constructor, Set<String> names) {
        List<Parameter> parameters = List.of(constructor.getParameters());
        Set<String> all = parameters.stream().map(Parameter::getName).collect(Collectors.toSet());
        return all.containsAll(names)
                && parameters.stream()
                        .filter(parameter -> parameter.getType() != Fault.RetryAfter.class)
                        .allMatch(parameter -> names.contains(parameter.getName()));
    }

    private static Object argument(Parameter parameter, JsonObject arguments) {
        String name = parameter.getName();
        Class<?> type = parameter.getType();
        Optional<?> value;
        if (type == Fault.RetryAfter.class) {
            value = Optional.of(retryAfter(arguments.object(name).orElseGet(JsonObject::new)));
        } else if (type == Duration.class) {
            value = arguments.duration(name);
        } else if (type == int.class) {
            value = arguments.integer(name);
        } else if (type == long.class) {
            value = arguments.number(name);
        } else {
            value = arguments.text(name);
        }
        return value.orElseThrow();
    }

    private static Fault.RetryAfter retryAfter(JsonObject json) {
        json.only("after", "asDate");
        return new Fault.RetryAfter(json.duration("after"), json.flag("asDate").orElse(false));
    }

    private static Object create(Constructor<?> constructor, Object[] arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                throw wrong;
            }
            throw new IllegalStateException("can't create a fault", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a fault is a public record", e);
        }
    }
}
