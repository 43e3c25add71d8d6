package io.github.d365fo.examples.boot;

import io.github.d365fo.connector.packages.DataRow;
import io.github.d365fo.connector.packages.DataRows;
import io.github.d365fo.feed.Export;
import io.github.d365fo.spring.ExportListener;
import java.sql.Connection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/** Takes each exported package of customers over into the database, exactly once. */
// tag::transaction[]
@Component
class CustomerLoader {
    @ExportListener("customers")
    void load(Export export, DataRows customers, Connection connection) {
        JdbcClient database = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        while (customers.hasNext()) {
            save(customers.next(), database);
        }
        database.sql("INSERT INTO customer_file (sha256) VALUES (?)")
                .param(export.sha256())
                .update();
    }

    private static void save(DataRow customer, JdbcClient database) {
        String account = customer.text("CUSTOMERACCOUNT").orElseThrow();
        String name = customer.text("ORGANIZATIONNAME").orElse("");
        int known = database.sql("UPDATE customer SET name = ? WHERE account = ?")
                .params(name, account)
                .update();
        if (known == 0) {
            database.sql("INSERT INTO customer (account, name) VALUES (?, ?)")
                    .params(account, name)
                    .update();
        }
    }
}
// end::transaction[]
