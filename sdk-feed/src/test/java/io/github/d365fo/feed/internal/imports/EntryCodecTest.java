package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.datamanagement.ImportState;
import io.github.d365fo.feed.ImportPlace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EntryCodecTest {
    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");

    @Test
    void everyStageIsReadAsItWasWritten() {
        FileEntry taken = FileEntry.taken("one", "usmf/a b.csv", NOW);
        FileEntry sending =
                taken.sending(new Shipment("x", Optional.of("Groups"), Optional.of("usmf"), NOW), NOW.plusSeconds(1));
        FileEntry stamped = taken.sending(sending.shipment().orElseThrow().of(new FileStamp(7, NOW.plusNanos(1))), NOW);
        FileEntry sent = sending.sent(MessageId.verbatim("m"), NOW.plusSeconds(2));
        FileEntry doubt = sending.placing(
                new Ending(ImportPlace.IN_DOUBT, "a-2.csv", ImportState.UNKNOWN, Optional.of("lost\tagain\n")), NOW);
        FileEntry placed = doubt.placed(NOW.plusSeconds(3));
        for (FileEntry entry :
                List.of(taken, sending, stamped, sent, doubt, placed, placed.returning(NOW), placed.dropped(NOW))) {
            assertThat(EntryCodec.read(EntryCodec.write(entry))).isEqualTo(entry);
        }
    }

    /** Records written before files had stamps end earlier. */
    @Test
    void aRecordWithoutStampIsRead() {
        FileEntry sent = FileEntry.taken("one", "a.csv", NOW)
                .sending(new Shipment("x", Optional.empty(), Optional.empty(), NOW), NOW);
        List<String> fields = EntryCodec.write(sent);
        assertThat(EntryCodec.read(fields.subList(0, fields.size() - 2))).isEqualTo(sent);
    }

    @Test
    void whatAnotherVersionWroteIsRefused() {
        assertThatThrownBy(() -> EntryCodec.read(List.of("9", "one")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another version");
        assertThatThrownBy(() -> EntryCodec.read(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EntryCodec.read(List.of("1", "one", "TAKEN")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can't be read");
        assertThatThrownBy(() -> EntryCodec.read(List.of("1", "one", "TAKEN", "yesterday")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
