package io.github.d365fo.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/** The guide's tables have every property, with the default and the description that an editor shows. */
class PropertyTableTest {
    private static final String HEAD = "| property | default | what it says |\n|---|---|---|\n";
    private static final List<String> MAPS_OF_OTHERS = List.of("d365fo.environments", "d365fo.feeds");
    private static final List<String> SWITCHES =
            List.of("d365fo.enabled", "d365fo.metrics.enabled", "d365fo.tracing.enabled");

    @Test
    void ofAnEnvironment() throws IOException {
        List<String> expected = expected(name -> !MAPS_OF_OTHERS.contains(name) && !SWITCHES.contains(name));
        assertThat(expected).hasSizeGreaterThan(30);
        assertThat(rows("### Of an environment")).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void ofTheStarter() throws IOException {
        List<String> expected = expected(SWITCHES::contains);
        assertThat(expected).hasSameSizeAs(SWITCHES);
        assertThat(rows("### Of the starter")).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static List<String> expected(Predicate<String> names) throws IOException {
        return properties().stream()
                .filter(property -> names.test(property.get("name")))
                .map(property -> row(
                        property.get("name"), property.getOrDefault("defaultValue", ""), property.get("description")))
                .toList();
    }

    @Test
    void everyPropertyHasADescription() throws IOException {
        assertThat(properties())
                .allSatisfy(property -> assertThat(property.get("description")).isNotBlank());
    }

    /** Boot writes no metadata of what is inside a map. */
    @Test
    void ofAFeed() throws IOException {
        assertThat(rows("### Of a feed").stream().map(PropertyTableTest::nameAndDefault))
                .containsExactlyElementsOf(components("", FeedProperties.class).toList());
    }

    private static Stream<String> components(String prefix, Class<?> type) {
        return Arrays.stream(type.getDeclaredConstructors()[0].getParameters()).flatMap(component -> {
            Name name = component.getAnnotation(Name.class);
            String property = prefix + (name == null ? kebab(component) : name.value());
            return component.getType().isRecord()
                    ? components(property + ".", component.getType())
                    : Stream.of(nameAndDefault(row(property, defaultOf(component), "")));
        });
    }

    private static String kebab(Parameter component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String defaultOf(Parameter component) {
        DefaultValue value = component.getAnnotation(DefaultValue.class);
        return value == null || value.value().length == 0 ? "" : value.value()[0];
    }

    private static String row(String name, String value, String description) {
        return "| `" + name + "` | " + (value.isEmpty() ? "" : "`" + value + "`") + " | " + description + " |";
    }

    private static String nameAndDefault(String row) {
        String[] cells = row.split("\\|", -1);
        return cells[1].strip() + "=" + cells[2].strip();
    }

    private static List<String> rows(String heading) throws IOException {
        String guide = Files.readString(Path.of("..", "..", "docs", "spring-boot.md"));
        int start = guide.indexOf(HEAD, guide.indexOf(heading)) + HEAD.length();
        return guide.substring(start, guide.indexOf("\n\n", start)).lines().toList();
    }

    private static List<Map<String, String>> properties() throws IOException {
        List<Map<String, String>> properties = new ArrayList<>();
        try (InputStream in =
                        ConnectorProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json");
                JsonParser json = new JsonFactory().createParser(Objects.requireNonNull(in, "metadata"))) {
            String list = "";
            Map<String, String> current = new HashMap<>();
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.START_ARRAY && json.currentName() != null) {
                    list = json.currentName();
                } else if (json.currentToken() == JsonToken.START_OBJECT) {
                    current = new HashMap<>();
                } else if (json.currentToken().isScalarValue()) {
                    current.put(json.currentName(), json.getText());
                } else if (json.currentToken() == JsonToken.END_OBJECT
                        && list.equals("properties")
                        && current.containsKey("type")) {
                    properties.add(current);
                }
            }
        }
        return properties;
    }
}
