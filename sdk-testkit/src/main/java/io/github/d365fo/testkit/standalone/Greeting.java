package io.github.d365fo.testkit.standalone;

import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.FakeImportJob;
import java.io.PrintStream;

/** What the program prints when it starts. */
final class Greeting {
    private Greeting() {}

    /** Says what a client needs; its secret is asked for, since what is printed is often kept. */
    static void print(FakeConnectorServer server, PrintStream out) {
        String administration = server.environment() + "/__admin/";
        out.println("environment     " + server.environment());
        server.addresses().stream()
                .filter(address -> !address.equals(server.environment()))
                .forEach(address -> out.println("also at         " + address));
        out.println("page            " + administration);
        out.println("token endpoint  " + server.tokenEndpoint());
        out.println("client id       " + server.clientId());
        out.println("client secret   in " + administration + "credentials");
        for (FakeImportJob job : server.importJobs()) {
            out.println("import job      " + job.activityId());
        }
        for (FakeExportJob job : server.exportJobs()) {
            out.println("export job      " + job.activityId());
        }
        out.println("time            " + server.clock().instant());
        out.flush();
    }

    /** Says what a server for other machines means. */
    static void warn(Settings settings, PrintStream err) {
        if (settings.isOpenToOthers()) {
            err.println("warning: every machine that reaches " + settings.bind().orElse("")
                    + " can use this server, its administration and all secrets in it. Use it in networks that you"
                    + " trust, with test data only.");
        }
    }
}
