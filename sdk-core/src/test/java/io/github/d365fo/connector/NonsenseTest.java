package io.github.d365fo.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.d365fo.connector.datamanagement.ExportRequest;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.datamanagement.SignedUrl;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.status.JobStatus;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service can't take is refused before anything is sent, and the error names the field. */
class NonsenseTest {
    private static final EnqueueRequest REQUEST = EnqueueRequest.of(Payload.ofString("x"));

    private static Stream<Arguments> companies() {
        Function<String, Object> enqueue = REQUEST::company;
        Function<String, Object> importing = ImportRequest.of("Groups")::company;
        Function<String, Object> exporting = ExportRequest.of("Groups")::company;
        return Stream.of(enqueue, importing, exporting)
                .flatMap(setter -> Stream.of("usmfusmf", "usmf2", "us mf/&=ü", "us-1", "üsmf", "u&m", "", " ", "a\nb")
                        .map(text -> Arguments.of(setter, text)));
    }

    @ParameterizedTest
    @MethodSource("companies")
    void aCompanyIsTheIdOfALegalEntity(Function<String, Object> setter, String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setter.apply(text))
                .withMessageStartingWith("company: expected the id of a legal entity")
                .withMessageContaining("but got " + text.length() + " characters");
        for (String right : List.of("dat", "USMF", " usmf ", "0001", "a")) {
            assertThat(setter.apply(right).toString()).contains("company=" + right.strip());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"batch-42", "f0bc1d4c", "XX-2016-08-27T20:58:15-3", "f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11x"})
    void aMessageIdIsAGuid(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageId.of(text))
                .withMessageStartingWith("messageId: expected a GUID")
                .withMessageContaining("but got " + text.length() + " characters")
                .withMessageContaining("external id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11",
                "\"f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11\"",
                " {F0BC1D4C-2B0C-4A4E-9D4E-1D0D6C1F9A11} "
            })
    void aMessageIdIsReadAsItIsFound(String text) {
        assertThat(MessageId.of(text)).isEqualTo(MessageId.of("f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"message 17", "m-1", "f0bc1d4c"})
    void anIdOfTheServiceIsKeptAsItIs(String text) {
        JobStatus status = JobStatus.fromJson("{\"DataJobState\":5,\"DataJobIdentifier\":\"" + text + "\"}");
        assertThat(status.messageId()).contains(MessageId.verbatim(text));
        assertThat(status.messageId().orElseThrow().value()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 300, 10_000})
    void anExternalIdIsNotEndless(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> REQUEST.externalId("x".repeat(length)))
                .withMessage("externalId: expected at most 255 characters, but got " + length);
        assertThat(REQUEST.externalId("x".repeat(255)).externalId()).contains("x".repeat(255));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xml", "/xml", "text/", "text xml", "text/x ml", "text//xml", "text/xml charset=utf-8"})
    void aContentTypeHasASlash(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> REQUEST.contentType(text))
                .withMessageStartingWith("contentType: expected a media type such as text/xml");
        for (String right : List.of("text/xml", "application/vnd.ms-excel", "text/csv; charset=utf-8")) {
            assertThat(REQUEST.contentType(right).contentType()).isEqualTo(right);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://https://contoso.example",
                "https://contoso.example//",
                "https://contoso.example:99999",
                "https://contoso.example:0"
            })
    void anAddressIsOneAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectorClient.builder().environment(text))
                .withMessageStartingWith("environment: expected an address such as");
    }

    private static Stream<Arguments> underscores() {
        return Stream.<Function<String, Object>>of(
                        host -> ConnectorClient.builder().environment("https://" + host),
                        host -> ConnectorClient.builder().environment(URI.create("https://" + host + "/")),
                        host -> SignedUrl.of("https://" + host + "/x?sig=s"),
                        host -> ConnectorClient.builder().allowDownloadHost(host))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("underscores")
    void aHostWithAnUnderscoreIsRefused(Function<String, Object> setter) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setter.apply("my_env.contoso.example"))
                .withMessageContaining("underscore");
    }
}
