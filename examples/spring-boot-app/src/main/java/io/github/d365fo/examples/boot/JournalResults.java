package io.github.d365fo.examples.boot;

import io.github.d365fo.spring.ImportFeedCustomizer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells what became of each journal. */
@Configuration(proxyBeanMethods = false)
class JournalResults {
    private static final Logger LOG = System.getLogger("journals");

    // tag::results[]
    @Bean
    ImportFeedCustomizer toldResults() {
        return (name, feed) ->
                feed.onResult(result -> LOG.log(Level.INFO, "{0}: {1}", result.source(), result.state()));
    }
    // end::results[]
}
