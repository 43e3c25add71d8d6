package io.github.d365fo.testkit.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeServerSwitches;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every switch that a test has in Java can be set and read over HTTP. */
class AdminSwitchesTest extends AdministeredServer {
    @Test
    void everySwitchOfTheBuilderIsThere() {
        assertThat(admin.get("/switches").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(Arrays.stream(FakeServerSwitches.class.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                        .map(Method::getName)
                        .toArray(String[]::new));
    }

    @Test
    void everySwitchIsReadAsTheBuilderSetIt() throws Exception {
        for (Method setter : FakeServerSwitches.class.getDeclaredMethods()) {
            if (Modifier.isPublic(setter.getModifiers()) && setter.getParameterTypes()[0] == boolean.class) {
                boolean usual = admin.get("/switches").path(setter.getName()).asBoolean();
                FakeConnectorServer.Builder builder =
                        FakeConnectorServer.builder().administration(true);
                setter.invoke(builder, !usual);
                try (FakeConnectorServer other = builder.start()) {
                    assertThat(new AdminClient(other.environment())
                                    .get("/switches")
                                    .path(setter.getName())
                                    .asBoolean())
                            .isNotEqualTo(usual);
                }
                JsonNode changed =
                        admin.call("PATCH", "/switches", "{\"" + setter.getName() + "\":" + !usual + "}", 200);
                assertThat(changed.path(setter.getName()).asBoolean()).isNotEqualTo(usual);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSwitchHasItsEffectAtOnce(FaceUnderTest face) {
        assertThat(exports(face).dequeue()).isEmpty();
        admin.call("PATCH", "/switches", "{\"applicationMapped\":false}", 200);
        assertThatThrownBy(() -> exports(face).dequeue()).isInstanceOf(AuthorizationException.class);
        admin.call("PATCH", "/switches", "{\"applicationMapped\":true}", 200);
        assertThat(exports(face).dequeue()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"stateNames":true,"policyStatus":402} | policyStatus: expected 401 or 403, but got 402
            {"stateNames":true,"largestFile":-1}   | largestFile: expected zero or more bytes, but got -1
            {"stateNames":true,"zonedDates":"no"}  | zonedDates: expected true or false
            {"stateNames":true,"nonsense":true}    | nonsense: expected one of the fields
            """)
    void switchesThatMakeNoSenseAreRejectedAsAWhole(String body, String reason) {
        assertThat(admin.refusal("PATCH", "/switches", body, 400)).startsWith(reason);
        assertThat(admin.get("/switches").path("stateNames").asBoolean()).isFalse();
    }
}
