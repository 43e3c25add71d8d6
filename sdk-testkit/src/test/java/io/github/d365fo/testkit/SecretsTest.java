package io.github.d365fo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretsTest {
    @Test
    void whatIsInUseIsNotForgotten() {
        Secrets secrets = new Secrets("client-secret", 2);
        secrets.learn("token");
        secrets.learn("receipt-1");
        secrets.learn("token");
        secrets.learn("receipt-2");
        assertThat(secrets.isIn("?x=client-secret")).isTrue();
        assertThat(secrets.isIn("Bearer token")).isTrue();
        assertThat(secrets.isIn("receipt-2")).isTrue();
        assertThat(secrets.isIn("receipt-1")).isFalse();
    }
}
