package io.github.d365fo.testkit.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    private static final Door HTTP = Door.onLoopback(80, Door.Speech.PLAIN);
    private static final Door HTTPS = Door.onLoopback(443, Door.Speech.TLS);

    @Test
    void thePortOfASchemeIsInNoAddress() {
        Addresses addresses = new Addresses(List.of(HTTP, HTTPS), List.of());
        assertThat(addresses.all())
                .containsExactly("https://127.0.0.1", "http://127.0.0.1", "https://localhost", "http://localhost");
        assertThat(addresses.primary()).hasToString("https://127.0.0.1");
        assertThat(new Addresses(List.of(Door.onLoopback(443, Door.Speech.BOTH)), List.of("Fake")).all())
                .startsWith("https://fake", "http://fake:443");
    }

    @Test
    void theFirstNameIsThePrimaryOne() {
        Addresses addresses = new Addresses(
                List.of(Door.onLoopback(8365, Door.Speech.PLAIN)), List.of("d365.test", "localhost:9000"));
        assertThat(addresses.primary()).hasToString("http://d365.test:8365");
        assertThat(addresses.owns("http://localhost:9000")).isTrue();
        assertThat(addresses.owns("https://d365.test:8365")).isFalse();
        assertThat(addresses.hosts()).containsExactly("d365.test", "localhost", "127.0.0.1");
        addresses.add("10.1.2.3:443");
        assertThat(addresses.all()).endsWith("http://localhost:8365", "http://10.1.2.3:443");
    }

    @Test
    void aDoorToOtherMachinesHasTheirAddressForIt() throws Exception {
        assertThat(all("192.0.2.7")).containsExactly("http://192.0.2.7:1");
        assertThat(all("0.0.0.0")).containsExactly("http://127.0.0.1:1", "http://localhost:1");
        assertThat(all("::1")).containsExactly("http://[0:0:0:0:0:0:0:1]:1", "http://localhost:1");
    }

    private static List<String> all(String address) throws Exception {
        return new Addresses(List.of(new Door(InetAddress.getByName(address), 1, Door.Speech.PLAIN)), List.of()).all();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a_b",
                "a..b",
                ".a",
                "a.",
                "http://a",
                "a/b",
                "a:0",
                "a:65536",
                "a:",
                "a:1:2",
                "[]",
                "[::1",
                "u@a",
                "a,b",
                "ä"
            })
    void namesThatAreNoneAreRejected(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Addresses.checked(name))
                .withMessageStartingWith("host: expected a host name or an address");
    }
}
