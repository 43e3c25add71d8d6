package io.github.d365fo.examples.boot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Imports the journals of a directory into F&amp;O and takes its customers over into a database. */
@SpringBootApplication
public class IntegrationApplication {
    /** Starts the application. */
    public static void main(String[] arguments) {
        SpringApplication.run(IntegrationApplication.class, arguments);
    }
}
