package io.github.d365fo.testkit.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Array;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls every public constructor and method of a module's exported packages with null for one argument after another,
 * and wants an error that begins with that argument's name: the parameter's, or, where that says less, the setter's or
 * the made value's.
 */
public final class NullArguments {
    private final Map<Class<?>, Object> samples = new LinkedHashMap<>();
    private final Set<String> exempt;
    private int tried;

    /** Leaves out {@code exempt}, types and methods such as {@code ConnectorListener} and {@code Failure.cause}. */
    public NullArguments(String... exempt) {
        this.exempt = Set.of(exempt);
    }

    /** Uses {@code value} where its type is wanted. */
    public NullArguments with(Object value) {
        return with(value.getClass(), value);
    }

    /** Uses {@code value} where {@code type} is wanted. */
    public NullArguments with(Class<?> type, Object value) {
        samples.put(type, value);
        return this;
    }

    /** Tries every argument that can be null of the public types in {@code packages}; returns what went wrong. */
    public List<String> faults(Class<?> anchor, String... packages) throws Exception {
        List<String> faults = new ArrayList<>();
        for (Class<?> type : types(anchor, List.of(packages))) {
            for (Executable executable : executables(type)) {
                if (!isExempt(executable)) {
                    tryEach(executable, faults);
                }
            }
        }
        return faults;
    }

    /** Returns how many calls were tried. */
    public int tried() {
        return tried;
    }

    private void tryEach(Executable executable, List<String> faults) throws Exception {
        for (int i = 0; i < executable.getParameterCount(); i++) {
            Parameter parameter = executable.getParameters()[i];
            if (parameter.getType().isPrimitive() || isNullable(parameter.getAnnotatedType())) {
                continue;
            }
            String name = name(executable) + "(" + parameter.getName();
            fault(executable, i, null).ifPresent(fault -> faults.add(name + "): " + fault));
            Object holder = holderOfNull(parameter.getType());
            if (holder != null) {
                fault(executable, i, holder).ifPresent(fault -> faults.add(name + " that holds null): " + fault));
            }
        }
    }

    private static @Nullable Object holderOfNull(Class<?> type) {
        if (type == List.class) {
            return Collections.singletonList(null);
        }
        if (type == Map.class) {
            return Collections.singletonMap("a", null);
        }
        return type.isArray() && !type.getComponentType().isPrimitive()
                ? Array.newInstance(type.getComponentType(), 1)
                : null;
    }

    private Optional<String> fault(Executable executable, int index, @Nullable Object value) throws Exception {
        Parameter[] parameters = executable.getParameters();
        Object[] arguments = new Object[parameters.length];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = i == index ? value : sample(parameters[i].getType());
        }
        tried++;
        Throwable thrown = call(executable, arguments);
        if (!(thrown instanceof NullPointerException || thrown instanceof IllegalArgumentException)) {
            return Optional.of("null was taken, or failed with " + thrown);
        }
        String message = String.valueOf(thrown.getMessage());
        List<String> names = names(executable, parameters[index]);
        return names.stream().anyMatch(name -> message.matches(name + "\\b.*"))
                ? Optional.empty()
                : Optional.of("expected an error that begins with one of " + names + ", but got " + thrown);
    }

    private @Nullable Throwable call(Executable executable, Object[] arguments) throws Exception {
        try {
            if (executable instanceof Method method) {
                Object receiver = Modifier.isStatic(method.getModifiers()) ? null : sample(method.getDeclaringClass());
                method.invoke(receiver, arguments);
            } else {
                ((java.lang.reflect.Constructor<?>) executable).newInstance(arguments);
            }
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    /** What a message may call an argument: as the code does, or as the user does. */
    private static List<String> names(Executable executable, Parameter parameter) {
        List<String> names = new ArrayList<>(List.of(parameter.getName()));
        if (executable instanceof Method method && method.getParameterCount() == 1) {
            names.add(method.getName());
        }
        String type = executable.getDeclaringClass().getSimpleName();
        names.add(type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1));
        return names;
    }

    private Object sample(Class<?> type) {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type.isPrimitive()) {
            return type == boolean.class ? Boolean.FALSE : number(type);
        }
        Object exact = samples.get(type);
        return exact != null
                ? exact
                : samples.values().stream()
                        .filter(type::isInstance)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no sample of " + type));
    }

    private static Object number(Class<?> type) {
        return type == long.class
                ? (Object) 1L
                : type == char.class ? (Object) ';' : type == double.class ? (Object) 1.0 : (Object) 1;
    }

    private boolean isExempt(Executable executable) {
        Class<?> type = executable.getDeclaringClass();
        return exempt.contains(type.getSimpleName()) || exempt.contains(name(executable));
    }

    private static String name(Executable executable) {
        String type = executable.getDeclaringClass().getSimpleName();
        return executable instanceof Method method ? type + "." + method.getName() : type + ".new";
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    private static List<Executable> executables(Class<?> type) {
        Stream<Executable> methods = Arrays.stream(type.getDeclaredMethods());
        Stream<Executable> constructors = Arrays.stream(type.getDeclaredConstructors());
        return Stream.concat(methods, constructors)
                .filter(executable -> Modifier.isPublic(executable.getModifiers()))
                .filter(executable -> !executable.isSynthetic())
                .filter(executable -> !executable.getName().equals("equals"))
                .filter(executable -> !(type.isEnum() && executable.getName().equals("valueOf")))
                .sorted(Comparator.comparing(Executable::toString))
                .toList();
    }

    private static List<Class<?>> types(Class<?> anchor, List<String> packages) {
        try {
            Path root = Path.of(
                    anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (Stream<Path> files = Files.walk(root)) {
                return files.map(file -> root.relativize(file).toString())
                        .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                        .map(file -> file.substring(0, file.length() - ".class".length())
                                .replace('/', '.')
                                .replace('\\', '.'))
                        .filter(name -> packages.contains(name.substring(0, name.lastIndexOf('.'))))
                        .sorted()
                        .<Class<?>>map(name -> load(name, anchor))
                        .filter(NullArguments::isPublic)
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> load(String name, Class<?> anchor) {
        try {
            return Class.forName(name, false, anchor.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A base class that is not public itself shows its public methods through those that are. */
    private static boolean isPublic(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getEnclosingClass()) {
            if (!Modifier.isPublic(each.getModifiers())) {
                return false;
            }
        }
        return true;
    }
}
