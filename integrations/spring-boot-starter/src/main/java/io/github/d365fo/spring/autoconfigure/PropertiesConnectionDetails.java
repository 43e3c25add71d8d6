package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.spring.ConnectorConnectionDetails;
import java.net.URI;

/** The environments and jobs that the properties name. */
record PropertiesConnectionDetails(Environments environments) implements ConnectorConnectionDetails {
    private static final String EXAMPLE = "https://contoso.operations.dynamics.com";

    @Override
    public URI environment(String environment) {
        Prefix prefix = Prefix.environment(environment);
        String address = prefix.required(
                "environment",
                environments.get(environment).environment(),
                "Set it to the address of the environment, such as " + EXAMPLE
                        + ". In tests, annotate the class with @FakeConnector instead. To switch the starter off, set"
                        + " d365fo.enabled=false.");
        try {
            return URI.create(address.strip());
        } catch (IllegalArgumentException e) { // Its message repeats the address, which may hold a password.
            throw prefix.wrong("environment", "expected an address such as " + EXAMPLE);
        }
    }

    @Override
    public ActivityId job(String environment, String name) {
        Prefix jobs = Prefix.environment(environment).then("jobs");
        String id = jobs.required(
                name,
                environments.get(environment).jobs().get(name),
                "Set it to the activity id of the recurring data job, such as 6D31E09F-0249-459F-94F0-AAD9C2C47B64.");
        try {
            return ActivityId.of(id);
        } catch (IllegalArgumentException e) {
            throw jobs.wrong(
                    name,
                    "expected an activity id such as 6D31E09F-0249-459F-94F0-AAD9C2C47B64, but got " + id.length()
                            + " characters that are none");
        }
    }
}
