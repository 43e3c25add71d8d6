package io.github.d365fo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of what the fake does and how sure that is has every switch, and none that is no more. */
class SwitchTableTest {
    private static final Pattern CALL = Pattern.compile("(\\w+)\\(");
    private static final Pattern FAULT = Pattern.compile("Fault\\.(\\w+)");

    @Test
    void everySwitchIsInTheTable() throws IOException {
        Set<String> switches = Stream.of(
                        FakeServerSwitches.class, FakeDataManagement.class, FakeImportJob.class, FakeExportJob.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(SwitchTableTest::isSwitch)
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(switches).hasSizeGreaterThan(20);
        assertThat(names(CALL)).containsAll(switches);
    }

    @Test
    void everySwitchOfTheTableExists() throws IOException {
        Set<String> methods = Stream.of(
                        FakeConnectorServer.class,
                        FakeConnectorServer.Builder.class,
                        FakeDataManagement.class,
                        FakeDataProject.class,
                        ExecutionOutcome.class,
                        FakeIdentity.class,
                        FakeImportJob.class,
                        FakeExportJob.class,
                        FaultPlan.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .map(Method::getName)
                .collect(Collectors.toSet());
        Set<String> faults = Arrays.stream(Fault.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .collect(Collectors.toSet());
        assertThat(methods).containsAll(names(CALL));
        assertThat(faults).containsAll(names(FAULT));
    }

    /** Takes something and gives back nothing, or the object to go on with; what is published is no switch. */
    private static boolean isSwitch(Method method) {
        return Modifier.isPublic(method.getModifiers())
                && !method.isSynthetic()
                && method.getParameterCount() > 0
                && List.of(void.class, method.getDeclaringClass(), FakeConnectorServer.Builder.class)
                        .contains(method.getReturnType())
                && !method.getName().startsWith("publish");
    }

    /** Returns what is named in the last column. */
    private static Set<String> names(Pattern pattern) throws IOException {
        return Files.readAllLines(Path.of("..", "docs", "fake-connector-server.md")).stream()
                .filter(line -> line.startsWith("|"))
                .map(line -> line.substring(line.lastIndexOf('|', line.length() - 2)))
                .flatMap(cell -> pattern.matcher(cell).results().map(result -> result.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
