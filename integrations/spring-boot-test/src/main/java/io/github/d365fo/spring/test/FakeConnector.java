package io.github.d365fo.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Puts a fake connector server behind all environments of the application under test: its clients reach and sign in to the
 * fake, whatever the properties say, and its feeds work in directories of their own.
 *
 * <pre>{@code
 * @SpringBootTest
 * @FakeConnector
 * class CustomersTest {
 *     @Test
 *     void areLoaded(@Autowired @Qualifier("customers") FakeExportJob customers) {
 *         customers.publish(TestPackages.of("Customers V3", "CUSTOMERACCOUNT\r\nC1\r\n"));
 *         await().until(() -> customers.acknowledged() == 1);
 *     }
 * }
 * }</pre>
 *
 * <p>These beans are there for the test: the {@link io.github.d365fo.testkit.FakeConnectorServer}, a
 * {@link io.github.d365fo.testkit.FakeExportJob} or {@link io.github.d365fo.testkit.FakeImportJob} for each job, with the
 * job's name as its qualifier ({@code eu.customers} in a named environment), and {@link FakeDirectories}. Whether a job
 * exports or imports follows from the feed that uses it; name the others here.
 *
 * <p>If the application has feeds, the fake's clock runs in real time, and feeds look for work several times a second; {@link
 * io.github.d365fo.testkit.TestClock#advance} lets time pass, such as until F&amp;O has imported a file. Without feeds the
 * clock stands still until a wait of a client moves it. The server is {@linkplain
 * io.github.d365fo.testkit.FakeConnectorServer#reset() reset} after each test method. When a test fails, the requests of the
 * fake are shown with the failure; a planned fault that never struck fails the test.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface FakeConnector {
    /** Returns the names of export jobs that no feed uses. */
    String[] exports() default {};

    /** Returns the names of import jobs that no feed uses. */
    String[] imports() default {};
}
