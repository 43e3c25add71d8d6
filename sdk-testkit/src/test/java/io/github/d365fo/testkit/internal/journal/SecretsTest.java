package io.github.d365fo.testkit.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretsTest {
    @Test
    void whatIsInUseIsNotForgotten() {
        Secrets secrets = new Secrets(2);
        secrets.keep("client-secret");
        secrets.learn("token");
        secrets.learn("receipt-1");
        secrets.learn("token");
        secrets.learn("receipt-2");
        assertThat(secrets.isIn("?x=client-secret")).isTrue();
        assertThat(secrets.isIn("Bearer token")).isTrue();
        assertThat(secrets.isIn("receipt-2")).isTrue();
        assertThat(secrets.isIn("receipt-1")).isFalse();
    }

    @Test
    void whatTwoSecretsHaveInCommonIsKnownAsLongAsOneIs() {
        Secrets secrets = new Secrets(1);
        secrets.learn("AgAAAAMAAAAAAAAA-first");
        secrets.learn("AgAAAAMAAAAAAAAA-second");
        assertThat(secrets.isIn("AgAAAAMAAAAAAAAA")).isTrue();
        assertThat(secrets.isIn("MAAAAAAAAA-first")).isFalse();
        secrets.learn("another-receipt-of-another-kind");
        assertThat(secrets.isIn("AgAAAAMAAAAAAAAA")).isFalse();
    }

    @Test
    void aChosenPasswordThatCouldBeAnyWordIsNotLookedFor() {
        Secrets secrets = new Secrets(1);
        secrets.keep("robot");
        assertThat(secrets.isIn("robot")).isFalse();
    }
}
