package io.github.d365fo.connector.internal.datamanagement;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.wire.Json;
import io.github.d365fo.connector.internal.wire.JsonException;
import org.junit.jupiter.api.Test;

/** Of the rows that failed the first are kept and all are counted. */
class ErrorRowsTest {
    private static final String SECRET = "k3y-0f-th3-d00r-t0-th3-3nv1r0nm3nt";

    private final KnownSecrets secrets = new KnownSecrets();
    private final ErrorRows rows = new ErrorRows(secrets);

    @Test
    void aRowHasRecordFieldAndMessage() throws JsonException {
        secrets.learn(SECRET);
        add("{\"RecordId\":\"7-" + SECRET + "\",\"Field\":\"Name-" + SECRET + "\",\"ErrorMessage\":\"no " + SECRET
                + "\"}");
        assertThat(rows.rows()).hasSize(1).first().satisfies(row -> {
            assertThat(row.message()).startsWith("no ").doesNotContain(SECRET);
            assertThat(row.toString()).doesNotContain(SECRET).contains("7-").contains("Name-");
        });
        assertThat(rows.gap()).isEmpty();
    }

    @Test
    void aRowMayHaveNothing() throws JsonException {
        add("{}");
        assertThat(rows.rows())
                .hasSize(1)
                .first()
                .satisfies(row -> assertThat(row.message()).isEmpty());
    }

    @Test
    void tenThousandAreKept() throws JsonException {
        for (int i = 0; i < 10_000; i++) {
            add("{}");
        }
        assertThat(rows.gap()).isEmpty();
        add("{}");
        assertThat(rows.rows()).hasSize(10_000);
        assertThat(rows.count()).isEqualTo(10_001);
        assertThat(rows.gap())
                .hasValueSatisfying(gap -> assertThat(gap)
                        .startsWith(
                                "execution errors: only the first 10000 of 10001 are included; downloadStagingErrors"));
    }

    @Test
    void fewerIfTheyAreLong() throws JsonException {
        String row = "{\"ErrorMessage\":\"" + "x".repeat(1 << 20) + "\"}";
        for (int i = 0; i < 6; i++) {
            add(row);
        }
        assertThat(rows.rows()).hasSize(4);
        assertThat(rows.count()).isEqualTo(6);
    }

    @Test
    void unreadableRowsHaveAReason() throws JsonException {
        add("{}");
        rows.breakOff("it was cut off");
        assertThat(rows.gap()).contains("execution errors after row 1 could not be read: it was cut off");
    }

    private void add(String row) throws JsonException {
        rows.add(Json.parseObject(row));
    }
}
