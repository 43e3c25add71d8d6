package io.github.d365fo.connector.enqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Requests to enqueue, and their payloads. */
class EnqueueRequestTest {
    @Test
    void anEnqueueRequestIsCopiedAndChecked() {
        EnqueueRequest plain = EnqueueRequest.of(Payload.ofString("x"));
        EnqueueRequest full = plain.entity(" General journal ")
                .company("usmf")
                .externalId("b-1")
                .contentType("text/xml");
        assertThat(plain.entity()).isEmpty();
        assertThat(full.entity()).contains("General journal");
        assertThat(full.toString()).contains("usmf", "b-1", "text/xml", "1 bytes");
        assertThatThrownBy(() -> plain.entity("")).hasMessageContaining("entity");
        assertThatThrownBy(() -> plain.company("a\nb")).hasMessageContaining("company");
        assertThatThrownBy(() -> plain.externalId("Müller")).hasMessageContaining("externalId");
        assertThatThrownBy(() -> plain.externalId(" ")).hasMessageContaining("externalId");
        assertThatThrownBy(() -> plain.contentType("a\rb")).hasMessageContaining("contentType");
    }

    @Test
    void aPayloadKnowsWhetherItCanBeHadAgain() throws IOException {
        assertThat(Payload.ofBytes(new byte[2]).isRepeatable()).isTrue();
        Payload once = Payload.ofSingleUse(new ByteArrayInputStream(new byte[1]));
        assertThat(once.isRepeatable()).isFalse();
        once.open().close();
        assertThatThrownBy(once::open).hasMessageContaining("already read");
        InputStream same = new ByteArrayInputStream(new byte[1]);
        Payload careless = Payload.ofStream(() -> same, 1);
        assertThat(careless.open().length()).hasValue(1);
        assertThatThrownBy(careless::open).hasMessageContaining("same stream twice");
        assertThatThrownBy(() -> Payload.ofStream(() -> null).open()).hasMessageContaining("null");
        assertThatThrownBy(() -> Payload.ofStream(() -> same, -1)).hasMessageContaining("length");
        assertThat(careless).hasToString("Payload[stream of 1 bytes]");
        assertThat(Payload.ofStream(() -> same)).hasToString("Payload[stream of unknown length]");
        assertThat(Payload.ofFile(Path.of("a", "b.xml"))).hasToString("Payload[file b.xml]");
    }
}
