package io.github.d365fo.testkit;

import io.github.d365fo.testkit.internal.connector.Jobs;
import io.github.d365fo.testkit.internal.content.StateDirectory;
import io.github.d365fo.testkit.internal.datamanagement.BlobAddresses;
import io.github.d365fo.testkit.internal.datamanagement.ODataApi;
import io.github.d365fo.testkit.internal.journal.Secrets;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.service.Ids;
import io.github.d365fo.testkit.internal.storage.BlobApi;
import io.github.d365fo.testkit.internal.storage.BlobStore;
import io.github.d365fo.testkit.internal.storage.Sas;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The data management API and the blob storage beside it, put together. Thread-safe. */
final class DataPlane {
    private final FakeDataManagement management;
    private final ODataApi odata = new ODataApi();
    private final BlobStore store;
    private final BlobApi blobs;

    DataPlane(TestClock clock, Ids ids, Jobs jobs, Secrets secrets, Path directory, String environment) {
        Sas sas = new Sas(clock, environment.getBytes(StandardCharsets.UTF_8), secrets::learn);
        this.store = new BlobStore(clock, directory);
        BlobAddresses addresses = new BlobAddresses(environment, sas);
        this.management = new FakeDataManagement(clock, jobs, store, sas);
        this.blobs = new BlobApi(clock, ids::next, sas, store);
        new StatusActions(management, clock, jobs, environment).addTo(odata);
        new ErrorFileActions(management, clock, store, addresses).addTo(odata);
        new ImportActions(management, clock, ids, store, addresses).addTo(odata);
        new ExportActions(management, clock, ids, store, addresses).addTo(odata);
    }

    JsonObject save(StateDirectory.Keeper keeper) {
        return management.save(keeper).put("storage", store.save(keeper));
    }

    void restore(JsonObject saved, StateDirectory directory) {
        management.restore(saved, directory);
        store.restore(saved.requireObject("storage"), directory);
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
