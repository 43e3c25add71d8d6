package io.github.d365fo.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.testkit.FakeConnectorServer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

/** A test without {@link FakeConnector} has nothing to do with the fake, even if it is on the class path. */
@SpringBootTest(classes = WithoutTheFakeTest.Config.class)
class WithoutTheFakeTest {
    @Test
    void hasNone(@Autowired ObjectProvider<FakeConnectorServer> fakes) {
        assertThat(fakes.stream()).isEmpty();
    }

    @Configuration(proxyBeanMethods = false)
    static class Config {}
}
