// tag::application[]
package com.contoso.first;

import io.github.d365fo.connector.packages.DataRows;
import io.github.d365fo.spring.ExportListener;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Component;

/** Takes customers over. */
@SpringBootApplication
public class FirstApplication {
    /** Starts the application. */
    public static void main(String[] arguments) {
        SpringApplication.run(FirstApplication.class, arguments);
    }

    /** Keeps the customers' accounts. */
    @Component
    static class Customers {
        final Queue<String> accounts = new ConcurrentLinkedQueue<>();

        @ExportListener("customers")
        void load(DataRows customers) {
            customers.forEachRemaining(
                    customer -> accounts.add(customer.text("CUSTOMERACCOUNT").orElseThrow()));
        }
    }
}
// end::application[]
