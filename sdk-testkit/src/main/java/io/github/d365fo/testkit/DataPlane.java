package io.github.d365fo.testkit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The data management API and the blob storage beside it, put together. Thread-safe. */
final class DataPlane {
    private final FakeDataManagement management;
    private final ODataApi odata = new ODataApi();
    private final BlobApi blobs;

    DataPlane(TestClock clock, Ids ids, Jobs jobs, Secrets secrets, Path directory, String environment) {
        Sas sas = new Sas(clock, environment.getBytes(StandardCharsets.UTF_8), secrets);
        BlobStore store = new BlobStore(clock, directory);
        BlobAddresses addresses = new BlobAddresses(environment, sas);
        this.management = new FakeDataManagement(clock, jobs, store, sas);
        this.blobs = new BlobApi(clock, ids, sas, store);
        new StatusActions(management, clock, jobs, environment).addTo(odata);
        new ErrorFileActions(management, clock, store, addresses).addTo(odata);
        new ImportActions(management, clock, ids, store, addresses).addTo(odata);
        new ExportActions(management, clock, ids, store, addresses).addTo(odata);
    }

    FakeDataManagement management() {
        return management;
    }

    ODataApi odata() {
        return odata;
    }

    BlobApi blobs() {
        return blobs;
    }
}
