package io.github.d365fo.connector.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However large a file is, its pieces are worth their requests, and none is long when little is left. */
class PieceSizesTest {
    private static final PieceSizes SIZES = PieceSizes.DEFAULT;
    private static final int LANES = 8;

    @ParameterizedTest
    @ValueSource(longs = {1, 2 << 20, (2 << 20) + 1, 15 << 20, 255 << 20, 1L << 30, 5L << 30, 200L << 30})
    void rangesCoverTheFileAndShrinkTowardsItsEnd(long total) {
        List<Long> ranges = new ArrayList<>();
        for (long left = total; left > 0; left -= ranges.get(ranges.size() - 1)) {
            long next = SIZES.range(left, LANES);
            assertThat(next).isBetween(1L, Math.min(left, SIZES.largestRange()));
            assertThat(next).isLessThanOrEqualTo(Math.max(SIZES.smallest(), left / LANES));
            ranges.add(next);
        }
        assertThat(ranges.stream().mapToLong(Long::longValue).sum()).isEqualTo(total);
        // Each extra request of a lane costs a round trip.
        assertThat(ranges.size()).isLessThanOrEqualTo((int) (total / SIZES.largestRange()) + 5 * LANES);
        assertThat(ranges.subList(0, ranges.size() - 1))
                .allSatisfy(range -> assertThat(range).isGreaterThanOrEqualTo(SIZES.smallest()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, (16 << 20) + 1, 100 << 20, 1L << 30, 5L << 30})
    void blocksGiveEachLaneAPartAndShrinkTowardsTheEnd(long total) {
        for (long left = total; left > 0; ) {
            int next = SIZES.block(left, LANES);
            assertThat((long) next).isBetween(SIZES.smallest(), (long) SIZES.largestBlock());
            assertThat((long) next).isLessThanOrEqualTo(Math.max(SIZES.smallest(), left / LANES));
            left -= next;
        }
    }
}
